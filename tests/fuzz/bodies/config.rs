//! A configuration file of any bytes.

use guichet::config::Config;

/// Reads it; what can't be used keeps its default.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (config, findings) = Config::read("config.toml", &text, None);
    assert!(config.escape_ms <= 1_000 && config.which_key_ms <= 5_000);
    for finding in findings {
        assert!(finding.line <= text.lines().count() + 1, "{finding:?}");
    }
}
