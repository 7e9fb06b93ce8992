//! A window over lines: where it stands so that the cursor shows.

/// The offset of a window of that height over `length` lines, so that `cursor` shows.
pub fn scrolled(offset: usize, cursor: usize, length: usize, height: usize) -> usize {
    let height = height.max(1);
    let last = length.saturating_sub(height);
    let half = height / 2;
    let offset = if cursor < offset {
        cursor.saturating_sub(half)
    } else if cursor >= offset + height {
        cursor.saturating_sub(height - 1 - half.min(height - 1))
    } else {
        offset
    };
    offset.min(last)
}
