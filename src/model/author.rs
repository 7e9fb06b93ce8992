//! Who does something.

/// Who does something: whom the system knows, and what they want to be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// What they are called; anybody may take any name.
    pub name: String,
    /// The login of their account, as the system tells: whose something is goes by it.
    pub login: String,
}

impl Author {
    /// Whether that is theirs whose owner is written so: their login, or, from before logins were, what they are called.
    pub fn owns(&self, owner: &str) -> bool {
        owner == self.login || owner == self.name
    }

    /// Somebody who is called as their login.
    pub fn called(login: &str) -> Author {
        Author {
            name: login.to_string(),
            login: login.to_string(),
        }
    }
}
