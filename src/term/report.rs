//! What a terminal answers when it is asked.

/// Red, green and blue of the background, from what stands between `ESC ]` and the end of the answer to
/// OSC 11: `11;rgb:2828/2828/2828`, the channels of one to four digits each, or `11;#282828`.
///
/// Source: xterm's ctlseqs, "Operating System Commands"; XParseColor of Xlib for the ways to write it.
pub(super) fn ground(told: &[u8]) -> Option<[u8; 3]> {
    let colour = std::str::from_utf8(told).ok()?.strip_prefix("11;")?;
    if let Some(digits) = colour.strip_prefix('#') {
        let each = digits.len() / 3;
        let channel = |at: usize| channel(digits.get(at * each..(at + 1) * each)?);
        return (digits.len() == 3 * each)
            .then(|| Some([channel(0)?, channel(1)?, channel(2)?]))?;
    }
    // Some add how opaque it is, which changes nothing about what is behind.
    let channels = colour
        .strip_prefix("rgb:")
        .or_else(|| colour.strip_prefix("rgba:"))?;
    let mut channels = channels.split('/').map(channel);
    Some([channels.next()??, channels.next()??, channels.next()??])
}

/// A channel of one to four hexadecimal digits, brought to eight bits.
fn channel(digits: &str) -> Option<u8> {
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let most = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    let value = u32::from_str_radix(digits, 16)
        .ok()
        .filter(|_| hexadecimal)?;
    u8::try_from((value * 255 + most / 2) / most).ok()
}
