//! Throwaway.
use yiju_store::Store;
fn main() {
    let url = std::env::args().nth(1).unwrap();
    let mut store = Store::open(&url).unwrap();
    let region = "431123".parse().unwrap();
    let book = yiju_lawbook::Lawbook::builtin();
    for f in yiju_figures::all() {
        eprintln!("{}", f.stem);
        let t = std::time::Instant::now();
        let v = yiju_figures::compute(&mut store, book, &region, 2023, f.stem).unwrap();
        let a = t.elapsed().as_millis();
        let b = yiju_figures::drill(
            &mut store,
            book,
            &region,
            2023,
            f.stem,
            yiju_terms::Lang::Zh,
            3,
        )
        .unwrap();
        println!(
            "{:42} {:>12} {} [{}ms +{}ms] rec {} vou {} mat {} {:?} | {}",
            f.stem,
            v.shown,
            v.unit,
            a,
            t.elapsed().as_millis() - a,
            b.records.total,
            b.vouchers_total,
            b.matters_total,
            v.parts.iter().map(|p| p.value).collect::<Vec<_>>(),
            b.remarks.join("/")
        );
    }
}
