//! Any address that is no page.

use crate::error::Trouble;

pub async fn show() -> Trouble {
    Trouble::NotFound
}
