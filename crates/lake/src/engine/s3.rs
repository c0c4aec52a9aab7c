//! An S3-compatible store (OSS, OBS, COS, MinIO … speak the same protocol) made from the usual settings, and what it
//! answers put into words. Every wait ends: a store that does not answer is given up within about a minute.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use datafusion::object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use datafusion::object_store::client::{HttpError, HttpErrorKind};
use datafusion::object_store::{BackoffConfig, ClientConfigKey, Error, ObjectStore, RetryConfig};
use url::Url;
use yiju_terms::Refusal;

use crate::Stop;
use crate::files::fault;

/// Any of these says where the store is.
const ENDPOINTS: [&str; 3] = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"];
const REGIONS: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];
const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
/// With one of these no key is needed.
const INSTEAD_OF_KEYS: [&str; 4] = [
    "AWS_SKIP_SIGNATURE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];
/// Used where `AWS_CONNECT_TIMEOUT` and `AWS_TIMEOUT` (of one request) say nothing.
const TIMEOUTS: [(ClientConfigKey, &str); 2] = [
    (ClientConfigKey::ConnectTimeout, "5s"),
    (ClientConfigKey::Timeout, "30s"),
];
const RETRIES: usize = 3;
/// No request is begun again after this.
const RETRY_WITHIN: Duration = Duration::from_secs(30);

/// The store is asked at an address, in a way or for a region that is not its own.
const ASKED_WRONGLY: [&str; 5] = [
    "SecondLevelDomainForbidden",
    "VirtualHostDomainRequired",
    "AuthorizationHeaderMalformed",
    "PermanentRedirect",
    "Received redirect without LOCATION",
];

/// The variables `AWS_…` and their values; empty ones count as missing.
#[derive(Clone)]
pub struct Settings(BTreeMap<String, String>);

/// Names only: values may be secret.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl FromIterator<(String, String)> for Settings {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Settings {
        let filled =
            |(name, value): &(String, String)| name.starts_with("AWS_") && !value.trim().is_empty();
        Settings(pairs.into_iter().filter(filled).collect())
    }
}

impl Settings {
    pub fn of_environment() -> Settings {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        std::env::vars_os().filter_map(text).collect()
    }

    fn any(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.0.get(*name))
            .map(String::as_str)
    }

    /// The store of the bucket an address names. Refused, all at once: settings that are missing or wrong.
    pub fn store(&self, url: &Url, folder: &str) -> Result<Arc<dyn ObjectStore>, Stop> {
        let refusals = self.lacks(folder);
        if !refusals.is_empty() {
            return Err(Stop::Refused(refusals));
        }
        let mut builder = AmazonS3Builder::new();
        for (key, value) in TIMEOUTS {
            builder = builder.with_config(AmazonS3ConfigKey::Client(key), value);
        }
        for (name, value) in &self.0 {
            // A variable the store does not know is another program's.
            if let Ok(key) = name.to_ascii_lowercase().parse() {
                builder = builder.with_config(key, value.trim());
            }
        }
        let built = builder
            .with_bucket_name(url.host_str().unwrap_or_default())
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    max_backoff: Duration::from_secs(3),
                    ..BackoffConfig::default()
                },
                max_retries: RETRIES,
                retry_timeout: RETRY_WITHIN,
            })
            .build();
        let wrong = |error: Error| {
            Refusal::new("lake_s3_setting_wrong")
                .with("folder", folder)
                .with("why", error)
        };
        Ok(Arc::new(built.map_err(wrong)?))
    }

    fn lacks(&self, folder: &str) -> Vec<Refusal> {
        let refusal = |code| Refusal::new(code).with("folder", folder);
        let mut missing = Vec::new();
        if self.any(&INSTEAD_OF_KEYS).is_none() {
            missing.extend(KEYS.iter().filter(|name| self.any(&[name]).is_none()));
        }
        // Without both the request would go to a region of another country.
        if self.any(&ENDPOINTS).is_none() && self.any(&REGIONS).is_none() {
            missing.push(&"AWS_ENDPOINT_URL");
        }
        let mut refusals = Vec::new();
        if !missing.is_empty() {
            let missing = missing.into_iter().copied().collect::<Vec<_>>();
            refusals.push(refusal("lake_s3_settings_missing").with("missing", missing.join("、")));
        }
        let Some(endpoint) = self.any(&ENDPOINTS).map(str::trim) else {
            return refusals;
        };
        match Url::parse(endpoint) {
            Ok(endpoint) if endpoint.scheme() == "https" => {}
            Ok(endpoint) if endpoint.scheme() == "http" => {
                let allowed = self.any(&["AWS_ALLOW_HTTP"]).unwrap_or_default().trim();
                if !matches!(
                    allowed.to_ascii_lowercase().as_str(),
                    "1" | "true" | "on" | "yes" | "y"
                ) {
                    refusals.push(refusal("lake_s3_plain_http").with("endpoint", endpoint));
                }
            }
            _ => {
                let why = format!("AWS_ENDPOINT_URL = {endpoint}");
                refusals.push(refusal("lake_s3_setting_wrong").with("why", why));
            }
        }
        refusals
    }
}

/// What a store answered or did not, in words.
pub(crate) fn said(folder: &str, error: &Error) -> Stop {
    let text = error.to_string();
    let code = between(&text, "<Code>", "</Code>");
    let refusal = |name, why: &str| {
        let refusal = Refusal::new(name).with("folder", folder);
        Stop::from(refusal.with("why", why))
    };
    if no_bucket(error) {
        return Refusal::new("lake_bucket_missing")
            .with("folder", folder)
            .into();
    }
    if let Some(why) = ASKED_WRONGLY.iter().find(|why| text.contains(**why)) {
        return refusal("lake_s3_setting_wrong", why);
    }
    let denied = matches!(
        error,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. }
    );
    // A listing comes back as an error of no kind.
    let denied = denied
        || [" 403 ", " 401 "]
            .iter()
            .any(|status| text.contains(status));
    if denied {
        return refusal("lake_store_denied", code.unwrap_or("403"));
    }
    match silent(error) {
        Some(why) => refusal("lake_store_unreachable", &why),
        None => fault(format!("asking the object store for {folder}"), error).into(),
    }
}

/// The store is there, the bucket is not.
pub(crate) fn no_bucket(error: &Error) -> bool {
    error.to_string().contains("NoSuchBucket")
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// Why nobody answered; nothing where somebody did.
fn silent(error: &Error) -> Option<String> {
    let mut next = error.source();
    let mut found = None;
    while let Some(cause) = next {
        if let Some(http) = cause.downcast_ref::<HttpError>() {
            let answered = matches!(http.kind(), HttpErrorKind::Decode | HttpErrorKind::Unknown);
            found = (!answered).then(|| http.to_string());
        } else if found.is_some() {
            // The innermost cause says it shortest: connection refused, no such host, timed out.
            found = Some(cause.to_string());
        }
        next = cause.source();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> String {
        let error = Error::Generic {
            store: "S3",
            source: format!("Server returned non-2xx status code: {body}").into(),
        };
        match said("s3://lake/2023", &error) {
            Stop::Refused(refusals) => refusals[0].code.to_owned(),
            Stop::Fault(_) => "fault".to_owned(),
        }
    }

    #[test]
    fn what_a_store_answers_is_told_apart() {
        let answer =
            |status: &str, code: &str| format!("{status}: <Error><Code>{code}</Code></Error>");
        for (status, of_store, of_ours) in [
            (
                "403 Forbidden",
                "SignatureDoesNotMatch",
                "lake_store_denied",
            ),
            (
                "403 Forbidden",
                "SecondLevelDomainForbidden",
                "lake_s3_setting_wrong",
            ),
            (
                "400 Bad Request",
                "AuthorizationHeaderMalformed",
                "lake_s3_setting_wrong",
            ),
            ("404 Not Found", "NoSuchBucket", "lake_bucket_missing"),
            ("500 Internal Server Error", "InternalError", "fault"),
        ] {
            assert_eq!(code(&answer(status, of_store)), of_ours, "{of_store}");
        }
    }
}
