//! The law as the demonstration office uses it: figures it confirms, and its local rate table. All assumptions, said so.

/// Said on every paper the demonstration confirms.
pub const ASSUMPTION: &str = "演示假设，不是正式文件";

/// Path of the local file below the law folder.
pub const LOCAL_RATES_PATH: &str = "shuangpai-demo/contributions/local_rate.toml";

/// The place of the local files.
pub const PLACE_PATH: &str = "shuangpai-demo/place.toml";

pub const PLACE: &str = "name = \"双牌县（演示）\"\nregion = \"431123\"\n";

/// Lower local rates, a little under half of the base rates; class 1 has none, so the temporary cut reaches it.
pub const LOCAL_RATES: &str = r#"# 演示县的地方现行费率：演示假设，不是正式文件。
name = "地方现行行业费率（演示）"
unit = "percent"
by = "risk_class"
optional = true
document = "统筹地区关于本地现行工伤保险行业费率的文件"

[[value]]
from = 2023-01-01
cite = "关于阶段性降低失业保险、工伤保险费率有关问题的通知 @ 2023 § 地方现行费率"
status = "provisional"
note = "演示假设。"
[value.rows]
2 = "0.40"
3 = "0.50"
4 = "0.60"
5 = "0.75"
6 = "0.90"
7 = "1.00"
8 = "1.10"
"#;

/// Parameter, period, value: what the law folder holds provisionally or not at all, confirmed for the demonstration.
pub const CONFIRMED: &[(&str, &str, &str)] = &[
    ("average_wage_for_contributions", "2022", "5977.00"),
    ("average_wage_for_contributions", "2023", "6284.00"),
    ("average_wage_for_benefits", "2021", "5460.00"),
    ("average_wage_for_benefits", "2022", "5977.00"),
    ("average_wage_for_benefits", "2023", "6284.00"),
    ("hospital_meal_per_day", "2022", "20.00"),
    ("hospital_meal_per_day", "2023", "20.00"),
    ("minimum_wage", "2022", "1550.00"),
    ("minimum_wage", "2023", "1550.00"),
    ("disposable_income", "2021", "47412.00"),
    ("disposable_income", "2022", "49283.00"),
    ("contributions.local_rate.2", "2023", "0.40"),
    ("contributions.local_rate.3", "2023", "0.50"),
    ("contributions.local_rate.4", "2023", "0.60"),
    ("contributions.local_rate.5", "2023", "0.75"),
    ("contributions.local_rate.6", "2023", "0.90"),
    ("contributions.local_rate.7", "2023", "1.00"),
    ("contributions.local_rate.8", "2023", "1.10"),
];
