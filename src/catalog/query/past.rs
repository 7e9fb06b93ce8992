//! `past:`: a condition asked of what is over, and only of that.

use super::node::{Linked, Node};
use super::times::Times;

/// The condition, asked of what is over; nothing if what it looks at never is.
pub fn past(node: Node) -> Option<Node> {
    let of_over = |node: Node| Some(Node::All(vec![node, Node::Over]));
    match node {
        Node::All(nodes) => {
            let nodes: Option<Vec<Node>> = nodes.into_iter().map(past).collect();
            nodes.map(Node::All)
        }
        Node::Any(nodes) => {
            let nodes: Vec<Node> = nodes.into_iter().filter_map(past).collect();
            (!nodes.is_empty()).then_some(Node::Any(nodes))
        }
        Node::Not(node) => past(*node).map(|node| Node::Not(Box::new(node))),
        Node::Field(mut aims, wanted) => {
            aims.retain(|aim| aim.kind.definition().over.is_some());
            let left = (!aims.is_empty()).then_some(Node::Field(aims, wanted));
            left.and_then(of_over)
        }
        Node::Has(mut fields) => {
            fields.retain(|(kind, _)| kind.definition().over.is_some());
            let left = (!fields.is_empty()).then_some(Node::Has(fields));
            left.and_then(of_over)
        }
        Node::Linked(linked) => past_links(linked).map(Node::Linked),
        Node::Count(linked, from, to) => {
            past_links(linked).map(|linked| Node::Count(linked, from, to))
        }
        Node::Over => Some(Node::Over),
        Node::Words(_) | Node::Title(_) | Node::Is(_) | Node::Kinds(_) | Node::Rows(_) => {
            of_over(node)
        }
    }
}

fn past_links(mut linked: Linked) -> Option<Linked> {
    linked.routes.retain(|route| route.can_be_past());
    linked.times = Times::Past;
    (!linked.routes.is_empty()).then_some(linked)
}

/// The condition, asked also of what is over.
pub fn ever(node: Node) -> Node {
    let each = |nodes: Vec<Node>| nodes.into_iter().map(ever).collect();
    let linked = |mut linked: Linked| {
        if linked.times == Times::Now {
            linked.times = Times::Ever;
        }
        linked
    };
    match node {
        Node::All(nodes) => Node::All(each(nodes)),
        Node::Any(nodes) => Node::Any(each(nodes)),
        Node::Not(node) => Node::Not(Box::new(ever(*node))),
        Node::Linked(there) => Node::Linked(linked(there)),
        Node::Count(there, from, to) => Node::Count(linked(there), from, to),
        node => node,
    }
}
