//! Texts that have broken other programs: the Big List of Naughty Strings (Max Woolf, MIT, `data/`), malformed
//! UTF-8 of the sorts of Markus Kuhn's torture file, and whatever else drives terminals.

/// Repeated so often, a mark or an invisible letter is a flood.
pub const FLOOD: usize = 10_000;

/// The naughty strings, without comments.
pub fn naughty() -> Vec<String> {
    let lines = include_str!("data/blns.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(String::from).collect()
}

/// Bytes that are no UTF-8, or hardly, each between two letters that must be left of it.
pub fn malformed() -> Vec<Vec<u8>> {
    let mut sequences: Vec<Vec<u8>> = Vec::new();
    // Continuations without a beginning, and beginnings without a continuation.
    sequences.extend((1..=7).map(|count| vec![0x80; count]));
    sequences.push((0x80..=0xbf).collect());
    sequences.extend((0xc0..=0xff_u8).map(|first| vec![first, b' ']));
    // The last byte missing, of two to six.
    for whole in [
        &[0xc0_u8, 0x80][..],
        &[0xe0, 0x80, 0x80],
        &[0xf0, 0x80, 0x80, 0x80],
        &[0xf8, 0x80, 0x80, 0x80, 0x80],
        &[0xfc, 0x80, 0x80, 0x80, 0x80, 0x80],
        &[0xdf, 0xbf],
        &[0xef, 0xbf, 0xbf],
        &[0xf7, 0xbf, 0xbf, 0xbf],
        &[0xfb, 0xbf, 0xbf, 0xbf, 0xbf],
        &[0xfd, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf],
    ] {
        sequences.push(whole[..whole.len() - 1].to_vec());
        sequences.push(whole.to_vec());
    }
    // Overlong slashes, escapes and ends; surrogates, single and paired; what is never a byte of UTF-8.
    for text in [
        &[0xc0_u8, 0xaf][..],
        &[0xe0, 0x80, 0xaf],
        &[0xf0, 0x80, 0x80, 0xaf],
        &[0xc0, 0x9b, b'[', b'2', b'J'],
        &[0xe0, 0x80, 0x9b, b']', b'0', b';', b'x', 7],
        &[0xed, 0xa0, 0x80],
        &[0xed, 0xaf, 0xbf, 0xed, 0xbf, 0xbf],
        &[0xef, 0xbf, 0xbe],
        &[0xef, 0xbf, 0xbf],
        &[0xf4, 0x90, 0x80, 0x80],
        &[0xfe],
        &[0xff],
        &[0xfe, 0xfe, 0xff, 0xff],
        // Single C1 controls, as an 8-bit terminal takes them.
        &[0x9b, b'2', b'J'],
        &[0x9d, b'0', b';', b'x', 0x9c],
        &[0x90, b'q', 0x9c],
    ] {
        sequences.push(text.to_vec());
    }
    let between = |bytes: Vec<u8>| [b"a", bytes.as_slice(), b"z"].concat();
    sequences.into_iter().map(between).collect()
}

/// The malformed bytes as a program reads them: replaced, or taken for Windows-1252.
pub fn tortured() -> Vec<String> {
    let lossy = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let table = |bytes: &Vec<u8>| {
        guichet::exchange::charset::decoded(bytes, None)
            .text
            .into_owned()
    };
    let sequences = malformed();
    let (lossy, table) = (sequences.iter().map(lossy), sequences.iter().map(table));
    lossy.chain(table).collect()
}

/// Control functions of every sort, whole and cut off, in seven and eight bits.
pub fn escapes() -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    texts.extend(controls.map(|c| format!("a{c}z")));
    texts.extend((' '..='~').map(|last| format!("a\u{1b}{last}z")));
    texts.extend(('@'..='~').map(|last| format!("a\u{1b}[?1;31{last}z")));
    for inner in [
        "?1049h", "?25l", "?1000h", "?2004l", "?2026h", "8;5;5t", "21t", "6n", "c", ">q", "2J",
        "3J", "H",
    ] {
        texts.push(format!("a\u{1b}[{inner}z\u{9b}{inner}"));
    }
    for inner in [
        "0;title",
        "1;icon",
        "2;title",
        "4;1;red",
        "7;file:///",
        "8;;http://example.org/",
        "9;note",
        "10;?",
        "11;#000",
        "52;c;aGk=",
        "52;c;?",
        "104",
        "110",
        "133;A",
        "777;notify;a;b",
        "1337;File=:aGk=",
        "99999;x",
    ] {
        for end in ["\u{7}", "\u{1b}\\", "\u{9c}", ""] {
            texts.push(format!("a\u{1b}]{inner}{end}z"));
            texts.push(format!("a\u{9d}{inner}{end}z"));
        }
    }
    for begin in [
        "\u{1b}P", "\u{90}", "\u{1b}_", "\u{9f}", "\u{1b}^", "\u{9e}", "\u{1b}X", "\u{98}",
    ] {
        texts.push(format!("a{begin}1$r0m\u{1b}\\z"));
        texts.push(format!("a{begin}+q544e"));
    }
    texts.push("a\u{1b}[201~z\rq\r".to_string());
    texts
        .push("a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}g\u{b}h\u{c}i\u{8}\u{8}\u{8}j\t\tk".to_string());
    texts
}

/// What turns, hides, joins or widens what stands beside it.
pub fn invisible() -> Vec<String> {
    let ranges = [
        '\u{202a}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{200b}'..='\u{200f}',
        '\u{fff9}'..='\u{fffd}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{e0001}'..='\u{e0020}',
        '\u{e000}'..='\u{e003}',
        '\u{1f3fb}'..='\u{1f3ff}',
    ];
    let others = "\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180e}\u{3164}\u{feff}\u{ffa0}\u{a0}\u{202f}";
    let all = ranges.into_iter().flatten().chain(others.chars());
    let mut texts: Vec<String> = all.map(|c| format!("a{c}z{c}日{c}👍{c}{c}")).collect();
    texts.extend(
        [
            "👩\u{200d}👩\u{200d}👧\u{200d}👦 famille",
            "👍🏽 👩🏾\u{200d}🚀 ✋🏿",
            "🇫🇷🇪🇺 🇫",
            "❤\u{fe0f} ☎\u{fe0e} ⌚\u{fe0e} 1\u{fe0f}\u{20e3} ©\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "क्ष क्\u{200d}ष किं นำ้ ខ្មែរ ကြ",
            "ᄒ\u{1161}\u{11ab} 한글 \u{1160}ᄒ",
            "לא עברית جامعة لا ﷽ 𒐫 ꧅",
            "ｶﾞﾊﾟ コン 全角ＡＢ",
            "\u{600}1 \u{6dd}2 \u{110bd}3",
            "e\u{301}\u{302}\u{303} \u{301} \u{301}début",
        ]
        .map(String::from),
    );
    texts
}

/// Floods: ten thousand of what takes no cell, or of what takes two.
pub fn floods() -> Vec<String> {
    let flood = |c: char| format!("a{}z", c.to_string().repeat(FLOOD));
    let mut texts: Vec<String> =
        "\u{301}\u{200b}\u{200d}\u{202e}\u{fe0f}\u{e0061}\u{1b}\u{9b}\n日🇫"
            .chars()
            .map(flood)
            .collect();
    texts.push("👩\u{200d}".repeat(FLOOD));
    texts.push(
        "Z\u{351}\u{36b}\u{343}\u{32a}\u{302}\u{36b}\u{33d}\u{34f}\u{334}\u{319}"
            .repeat(FLOOD / 10),
    );
    texts
}

/// All of them but the floods.
pub fn all() -> Vec<String> {
    [naughty(), tortured(), escapes(), invisible()].concat()
}
