//! lawbook
