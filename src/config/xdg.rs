//! Where a user's files lie, after the XDG Base Directory Specification 0.8.

use std::ffi::OsString;
use std::path::PathBuf;

/// `$XDG_CONFIG_HOME/guichet`, else `~/.config/guichet`; `None` without a home.
pub fn config_dir(env: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    directory(env, "XDG_CONFIG_HOME", ".config")
}

/// `$XDG_DATA_HOME/guichet`, else `~/.local/share/guichet`; `None` without a home.
pub fn data_dir(env: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    directory(env, "XDG_DATA_HOME", ".local/share")
}

/// `$XDG_STATE_HOME/guichet`, else `~/.local/state/guichet`; `None` without a home.
pub fn state_dir(env: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    directory(env, "XDG_STATE_HOME", ".local/state")
}

fn directory(
    env: &dyn Fn(&str) -> Option<OsString>,
    variable: &str,
    under_home: &str,
) -> Option<PathBuf> {
    // The specification has relative paths ignored.
    let absolute = |name: &str| {
        env(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute(variable)
        .or_else(|| absolute("HOME").map(|home| home.join(under_home)))
        .map(|base| base.join("guichet"))
}
