//! A real browser on the real pages.
