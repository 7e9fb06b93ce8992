//! What a query means for the records of one kind: what says nothing of them is left out, conditions on
//! the same linked record are joined, and where a condition asks for what is over, it is followed.

use super::names::Route;
use super::node::{Linked, Node};
use super::times::Times;
use crate::model::{Hop, Kind};

impl Node {
    /// What it asks of the records of a kind.
    pub fn applied(&self, kind: Kind) -> Node {
        settled(of(self, kind))
    }
}

fn nothing() -> Node {
    Node::Any(Vec::new())
}

fn any(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::Any(nodes),
    }
}

fn of(node: &Node, kind: Kind) -> Node {
    match node {
        Node::All(nodes) => Node::All(joined(nodes.iter().map(|node| of(node, kind)).collect())),
        Node::Any(nodes) => {
            let nodes = nodes.iter().map(|node| of(node, kind));
            any(nodes.filter(|node| !is_nothing(node)).collect())
        }
        Node::Not(node) => Node::Not(Box::new(of(node, kind))),
        Node::Field(aims, wanted) => {
            let mut aims = aims.clone();
            aims.retain(|aim| aim.kind == kind);
            match aims.is_empty() {
                true => nothing(),
                false => Node::Field(aims, wanted.clone()),
            }
        }
        Node::Has(fields) => {
            let mut fields = fields.clone();
            fields.retain(|(of, _)| *of == kind);
            match fields.is_empty() {
                true => nothing(),
                false => Node::Has(fields),
            }
        }
        Node::Linked(linked) => any(by_landing(linked, kind)
            .into_iter()
            .map(Node::Linked)
            .collect()),
        Node::Count(linked, from, to) => {
            let mut parts = by_landing(linked, kind);
            match (parts.pop(), parts.is_empty()) {
                (None, _) => nothing(),
                (Some(only), true) => Node::Count(only, *from, *to),
                // What several routes lead to is counted together.
                _ => node.clone(),
            }
        }
        Node::Words(_)
        | Node::Title(_)
        | Node::Is(_)
        | Node::Over
        | Node::Kinds(_)
        | Node::Rows(_) => node.clone(),
    }
}

fn is_nothing(node: &Node) -> bool {
    matches!(node, Node::Any(nodes) if nodes.is_empty())
}

/// The routes from a kind, those that lead to one kind together with what is asked there.
fn by_landing(linked: &Linked, kind: Kind) -> Vec<Linked> {
    let mut parts: Vec<(Kind, Linked)> = Vec::new();
    for route in linked.routes.iter().filter(|route| route.from == kind) {
        let lands = route.lands();
        match parts.iter_mut().find(|(known, _)| *known == lands) {
            Some((_, part)) => part.routes.push(route.clone()),
            None => {
                let part = Linked {
                    routes: vec![route.clone()],
                    inner: Box::new(of(&linked.inner, lands)),
                    ..linked.clone()
                };
                parts.push((lands, part));
            }
        }
    }
    parts.into_iter().map(|(_, part)| own_link(part)).collect()
}

/// `person.function` of an organisation: the function is that of the link that leads to the person, not
/// one that the person holds elsewhere.
fn own_link(mut part: Linked) -> Linked {
    let through = |routes: &[Route], link: &Linked| -> Vec<Route> {
        let Some((here, [Hop::From(kind, back)])) = link
            .routes
            .first()
            .map(|route| (route.from, route.steps.as_slice()))
        else {
            return Vec::new();
        };
        let is_same = |route: &&Route| match route.steps.as_slice() {
            [.., Hop::From(of, _), Hop::To(field, to)] => (of, field, to) == (kind, back, &here),
            _ => false,
        };
        let mut routes: Vec<Route> = routes.iter().filter(is_same).cloned().collect();
        for route in &mut routes {
            route.steps.pop();
        }
        routes
    };
    let mut nodes = match *part.inner {
        Node::All(nodes) => nodes,
        node => vec![node],
    };
    let found = nodes.iter().enumerate().find_map(|(at, node)| match node {
        Node::Linked(link) if link.joins && link.path.is_empty() => {
            let routes = through(&part.routes, link);
            (!routes.is_empty()).then_some((at, routes))
        }
        _ => None,
    });
    if let Some((at, routes)) = found
        && let Node::Linked(link) = nodes.remove(at)
    {
        let there = link.routes.first().zip(routes.first());
        let on = there.and_then(|(back, route)| match back.steps.as_slice() {
            [Hop::From(_, field)] => Some(Route {
                from: route.lands(),
                steps: vec![Hop::To(*field, back.from)],
            }),
            _ => None,
        });
        let mut asked = vec![*link.inner];
        if let Some(on) = on.filter(|_| !nodes.is_empty()) {
            let person = Linked::new(Vec::new(), vec![on], Node::All(nodes));
            asked.push(Node::Linked(person));
        }
        part.routes = routes;
        part.inner = Box::new(Node::All(asked));
        if link.times != Times::Now {
            part.times = link.times;
        }
        return part;
    }
    part.inner = Box::new(Node::All(nodes));
    part
}

/// Conditions along the same way speak of the same record there.
pub fn joined(nodes: Vec<Node>) -> Vec<Node> {
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Node::Linked(new) = node else {
            kept.push(node);
            continue;
        };
        // The latest one: "organisation:a organisation:b function:c" is c at b.
        let same = kept.iter_mut().rev().find_map(|known| match known {
            Node::Linked(known) if may_join(known, &new) => Some(known),
            _ => None,
        });
        match same {
            Some(known) => {
                let before = std::mem::replace(&mut *known.inner, Node::All(Vec::new()));
                let mut both = match before {
                    Node::All(nodes) => nodes,
                    node => vec![node],
                };
                both.push(*new.inner);
                *known.inner = Node::All(joined(both));
                known.once.extend(new.once);
            }
            None => kept.push(Node::Linked(new)),
        }
    }
    kept
}

fn may_join(one: &Linked, other: &Linked) -> bool {
    one.joins
        && other.joins
        && one.routes == other.routes
        && one.times == other.times
        && !one.once.iter().any(|field| other.once.contains(field))
}

/// Follows what is over where a condition on what says so asks for it.
fn settled(node: Node) -> Node {
    let each = |nodes: Vec<Node>| nodes.into_iter().map(settled).collect();
    match node {
        Node::All(nodes) => Node::All(each(nodes)),
        Node::Any(nodes) => Node::Any(each(nodes)),
        Node::Not(node) => Node::Not(Box::new(settled(*node))),
        Node::Linked(linked) => Node::Linked(followed(linked)),
        Node::Count(linked, from, to) => Node::Count(followed(linked), from, to),
        node => node,
    }
}

fn followed(mut linked: Linked) -> Linked {
    let Some(lands) = linked.routes.first().map(|route| route.lands()) else {
        return linked;
    };
    let inner = settled(*linked.inner);
    if linked.times == Times::Now && asks_for_over(&inner, lands) {
        linked.times = Times::Ever;
    }
    linked.inner = Box::new(inner);
    linked
}

/// Whether a condition on records of a kind looks at what says that they are over.
fn asks_for_over(node: &Node, kind: Kind) -> bool {
    let Some(over) = kind.definition().over else {
        return false;
    };
    let is_it = |of: Kind, number| of == kind && number == over.field();
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(|node| asks_for_over(node, kind)),
        Node::Not(node) => asks_for_over(node, kind),
        Node::Field(aims, _) => aims.iter().any(|aim| is_it(aim.kind, aim.field.number)),
        Node::Has(fields) => fields.iter().any(|(of, field)| is_it(*of, field.number)),
        Node::Over => true,
        _ => false,
    }
}
