//! Who asks for what, in which language: from the address, then the cookie, then the program's default.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use yiju_terms::Lang;

use crate::desk::App;

/// One request, as far as pages need to know it.
#[derive(Clone, Debug)]
pub struct Visit {
    pub lang: Lang,
    /// Path and query without the language.
    pub here: String,
    /// The language came with the address and is to be remembered.
    pub chosen: bool,
}

const COOKIE: &str = "yiju_lang";

impl Visit {
    pub fn of(uri: &Uri, headers: &HeaderMap, default: Lang) -> Visit {
        let query = uri.query().unwrap_or_default();
        let asked = query
            .split('&')
            .find_map(|part| part.strip_prefix("lang="))
            .and_then(Lang::from_stem);
        let rest: Vec<&str> = query
            .split('&')
            .filter(|part| !part.is_empty() && !part.starts_with("lang="))
            .collect();
        let here = if rest.is_empty() {
            uri.path().to_owned()
        } else {
            format!("{}?{}", uri.path(), rest.join("&"))
        };
        Visit {
            lang: asked.or_else(|| remembered(headers)).unwrap_or(default),
            here,
            chosen: asked.is_some(),
        }
    }

    /// Nobody's visit: the program's own reading.
    pub fn first(lang: Lang) -> Visit {
        Visit {
            lang,
            here: "/".to_owned(),
            chosen: false,
        }
    }

    /// This page in another language.
    pub fn in_language(&self, lang: Lang) -> String {
        let sign = if self.here.contains('?') { '&' } else { '?' };
        format!("{}{sign}lang={}", self.here, lang.stem())
    }

    /// The cookie that keeps the language for a year.
    pub fn cookie(&self) -> Option<String> {
        let stem = self.lang.stem();
        self.chosen
            .then(|| format!("{COOKIE}={stem}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"))
    }
}

fn remembered(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let value = cookies
        .split(';')
        .find_map(|part| part.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
    Lang::from_stem(value)
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visit, Infallible> {
        Ok(Visit::of(&parts.uri, &parts.headers, app.lang()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(uri: &str, cookie: &str) -> Visit {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        Visit::of(&uri.parse().unwrap(), &headers, Lang::Zh)
    }

    #[test]
    fn the_address_wins_over_the_cookie() {
        assert_eq!(visit("/a?lang=en&x=1", "yiju_lang=zh").lang, Lang::En);
        assert_eq!(visit("/a", "a=b; yiju_lang=en").lang, Lang::En);
        assert_eq!(visit("/a?lang=fr", "").lang, Lang::Zh);
    }

    #[test]
    fn the_switch_keeps_the_rest_of_the_address() {
        let visit = visit("/a?x=1&lang=en&y=2", "");
        assert_eq!(visit.in_language(Lang::Zh), "/a?x=1&y=2&lang=zh");
        assert!(visit.cookie().unwrap().starts_with("yiju_lang=en;"));
        assert_eq!(super::tests::visit("/a", "").cookie(), None);
    }
}
