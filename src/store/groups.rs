//! Groups of accounts, as the system knows them.

use std::ffi::CString;

use nix::unistd::{Gid, Group, User, getgrouplist};

/// What a group is called; its number where that is not known here.
pub fn name(gid: u32) -> String {
    let found = Group::from_gid(Gid::from_raw(gid)).ok().flatten();
    found.map_or_else(|| gid.to_string(), |group| group.name)
}

/// The group of that name; or of that number, if it has no name.
pub fn called(name: &str) -> Option<u32> {
    let found = Group::from_name(name).ok().flatten();
    let numbered = || name.parse().ok().filter(|gid| is_mine(*gid));
    found.map(|group| group.gid.as_raw()).or_else(numbered)
}

/// Whether this process acts for a member of it.
pub fn is_mine(gid: u32) -> bool {
    let groups = rustix::process::getgroups().unwrap_or_default();
    rustix::process::getegid().as_raw() == gid || groups.iter().any(|group| group.as_raw() == gid)
}

/// Whether that account is a member of it.
pub fn has(gid: u32, uid: u32) -> bool {
    let Some(user) = User::from_uid(uid.into()).ok().flatten() else {
        return false;
    };
    let Ok(name) = CString::new(user.name) else {
        return false;
    };
    let groups = getgrouplist(&name, user.gid).unwrap_or_default();
    groups.iter().any(|group| group.as_raw() == gid)
}

/// The group that an account's own files have.
pub fn first_of(uid: u32) -> Option<u32> {
    let user = User::from_uid(uid.into()).ok().flatten()?;
    Some(user.gid.as_raw())
}

/// Whether it is the group that an account has for itself alone, as many systems make one for each.
pub fn is_own_of(gid: u32, uid: u32) -> bool {
    let Some(user) = User::from_uid(uid.into()).ok().flatten() else {
        return false;
    };
    let group = Group::from_gid(Gid::from_raw(gid)).ok().flatten();
    group.is_some_and(|group| {
        let others = group.mem.iter().any(|member| *member != user.name);
        group.gid == user.gid && group.name == user.name && !others
    })
}
