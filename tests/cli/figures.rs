//! How many, by what, with which sums; which columns; a sheet as a page.

use serde_json::json;

use crate::program::Surroundings;

const EVENTS: &str = "type;name;date;place;capacity\n\
    café;Un;2026-02-10;Paris;20\ncafé;Deux;2026-02-11;Lyon;30\nconférence;Trois;2026-03-01;Paris;1200\n\
    café;Quatre;2026-04-01;;\n";

fn with_events() -> Surroundings {
    let here = Surroundings::new();
    let file = here.write("events.csv", EVENTS);
    let ended = here.run(&["import", "event", file.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    here
}

#[test]
fn what_is_found_is_counted_grouped_and_summed() {
    let here = with_events();
    let told = |arguments: &[&str]| {
        let ended = here.run(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
        ended.out
    };
    assert_eq!(
        told(&["find", "--kind", "event", "type:café", "--count"]),
        "3\n"
    );
    // More than a page of what is found.
    assert_eq!(
        told(&["find", "--kind", "event", "--limit", "1", "--count", "un"]),
        "1\n"
    );
    let by_place = told(&["export", "event", "--group", "place", "--sum", "capacity"]);
    assert_eq!(
        by_place,
        "place,count,capacity\r\nLyon,1,30\r\nParis,2,1220\r\n,1,\r\n"
    );
    let french = told(&["export", "event", "--group", "type", "--french"]);
    assert!(
        french.contains("Nombre\r\n") && french.contains("Café;3"),
        "{french}"
    );
    let objects = here.json(&[
        "export", "event", "--group", "place", "--sum", "capacity", "--json",
    ]);
    assert_eq!(
        objects,
        json!([
            { "place": "Lyon", "count": 1, "sums": { "capacity": 30 } },
            { "place": "Paris", "count": 2, "sums": { "capacity": 1220 } },
            { "place": null, "count": 1, "sums": { "capacity": null } },
        ])
    );
    let none = here.json(&["find", "--kind", "event", "--count", "--json", "nowhere"]);
    assert_eq!(none, json!([{ "count": 0 }]));
    // By its label, and what is none is named.
    assert_eq!(
        told(&["find", "--kind", "event", "--sum", "Jauge", "type:café"]),
        "3\t50\n"
    );
    for wrong in [
        ["export", "event", "--group", "plac"],
        ["export", "event", "--sum", "place"],
        ["export", "event", "--columns", "name,zzz"],
    ] {
        here.run(&wrong).refused(2);
    }
    here.run(&["export", "event", "--count", "--format", "xlsx"])
        .refused(2);
}

#[test]
fn the_columns_of_an_export_are_those_that_are_asked_for() {
    let here = with_events();
    let header = |columns: &str| {
        let ended = here.run(&["export", "event", "--columns", columns]);
        assert_eq!(ended.code, 0, "{ended:?}");
        ended.out.lines().next().unwrap().to_string()
    };
    assert_eq!(header("name,place"), "id,name,place");
    assert_eq!(header("Lieu,registrations"), "id,place,registrations");
    let (shown, all) = (header("shown"), header("all"));
    assert!(
        shown.len() < all.len() && shown.starts_with("id,"),
        "{shown} {all}"
    );
    let objects = here.json(&["export", "event", "--columns", "place", "--json"]);
    let keys: Vec<&String> = objects[0].as_object().unwrap().keys().collect();
    assert!(!keys.contains(&&"name".to_string()), "{keys:?}");
}

#[test]
fn a_sheet_is_a_page_in_which_nothing_is_taken_for_a_sign() {
    let here = Surroundings::new();
    let odd = "first_name;name;note;tags\n\
        Ada;<script>alert(1)</script>;\"# no heading\n*no* [link](http://a.fr) & \"\"so\"\"\";a_b_c\n";
    let file = here.write("odd.csv", odd);
    assert!(here.run(&["import", "person", file.to_str().unwrap()]).code < 2);
    let found = here.json(&["find", "--kind", "person", "ada", "--json"]);
    let id = format!("person/{}", found[0]["id"].as_str().unwrap());
    let html = here.run(&["show", &id, "--format", "html"]).out;
    assert!(
        html.starts_with("<!DOCTYPE html>\n<html lang=\"fr\">"),
        "{html}"
    );
    assert!(
        html.contains("&lt;script&gt;") && !html.contains("<script"),
        "{html}"
    );
    assert!(html.contains("# no heading<br>\n*no* [link](http://a.fr) &amp; &quot;so&quot;</dd>"));
    for tag in ["dl", "ul", "html", "body", "title"] {
        let count = |sign: &str| html.matches(&format!("<{sign}{tag}")).count();
        assert_eq!(count(""), count("/"), "{tag}: {html}");
    }
    let md = here.run(&["show", &id, "--format", "md"]).out;
    assert!(md.starts_with("# Ada \\<script\\>"), "{md}");
    for part in [
        "\\# no heading\\\n  \\*no\\* \\[link\\](http://a.fr) \\& \"so\"",
        "a\\_b\\_c",
        "\n## ",
    ] {
        assert!(md.contains(part), "{part} in {md}");
    }
    let text = here.run(&["show", &id]).out;
    assert_eq!(here.run(&["show", &id, "--format", "text"]).out, text);
    assert_eq!(
        here.json(&["show", &id, "--format", "json"]),
        here.json(&["show", &id, "--json"])
    );
}
