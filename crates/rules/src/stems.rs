//! Enums whose words are the same in code and in JSON.

/// Declares an enum whose stems are the same in code and JSON.
macro_rules! stems {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $stem:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $stem)] $variant),+
        }

        impl $name {
            pub const STEMS: &'static [&'static str] = &[$($stem),+];

            pub const fn stem(self) -> &'static str {
                match self { $($name::$variant => $stem),+ }
            }

            pub fn from_stem(stem: &str) -> Option<$name> {
                match stem { $($stem => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use stems;
