use guichet::ui::shortened;

const NAMES: [&str; 10] = [
    "Adhérents",
    "Partenaires",
    "Formations",
    "Listes",
    "Contacts",
    "Événements",
    "Solutions",
    "Accords",
    "Chiffres",
    "Aujourd’hui",
];

fn cells(names: &[&str]) -> usize {
    names.iter().map(|name| name.chars().count()).sum()
}

#[test]
fn names_stand_whole_where_there_is_room() {
    assert_eq!(shortened(&NAMES, 0, 100), NAMES);
}

#[test]
fn the_active_name_stays_whole_while_the_others_shrink() {
    // 80 columns less ten numbers and their spaces.
    let shown = shortened(&NAMES, 1, 80 - 40);
    assert_eq!(shown[1], "Partenaires");
    assert_eq!(shown[0], "Adh");
    assert!(cells(&shown) <= 40);
}

#[test]
fn numbers_stand_alone_where_names_would_say_nothing() {
    let shown = shortened(&NAMES, 3, 12);
    assert_eq!(shown[3], "Listes");
    assert!(
        shown
            .iter()
            .enumerate()
            .all(|(at, name)| at == 3 || name.is_empty())
    );
    assert_eq!(cells(&shortened(&NAMES, 1, 4)), 4);
    assert_eq!(cells(&shortened(&NAMES, 1, 0)), 0);
}

#[test]
fn any_room_is_kept_to_for_any_active_name() {
    for active in 0..NAMES.len() {
        for room in 0..120 {
            assert!(
                cells(&shortened(&NAMES, active, room)) <= room,
                "{active} {room}"
            );
        }
    }
}
