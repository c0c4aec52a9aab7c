//! temporary
#[path = "../tests/common/mod.rs"]
mod common;
fn main() {
    let mut args = std::env::args().skip(1);
    let port = args.next().unwrap_or("8099".into());
    let place;
    let setup = match args.next() {
        Some(url) => {
            let book = std::sync::Arc::new(
                yiju_lawbook::Lawbook::with_overlay(yiju_lawbook::Lawbook::builtin(), &[]).unwrap(),
            );
            yiju_server::Setup {
                db_url: url,
                lang: yiju_terms::Lang::Zh,
                book,
                today: || yiju_terms::Date::constant(2024, 3, 1),
            }
        }
        None => {
            place = common::place();
            common::setup(&place)
        }
    };
    yiju_server::serve(setup, &format!("127.0.0.1:{port}"), |a| println!("{a}")).unwrap();
}
