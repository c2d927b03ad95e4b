//! Pairs of names as they are met, and what a careful reader would say of each.

use super::{Verdict, compare};
use crate::fold;
use Verdict::{Match, Mismatch, Review};

fn verdict(given: &str, registered: &str) -> (Verdict, u32) {
    let comparison = compare(&fold(given), &fold(registered));
    (comparison.verdict, comparison.score)
}

const PAIRS: &[(&str, &str, Verdict)] = &[
    // One person.
    ("Rahul Sharma", "RAHUL SHARMA", Match),
    ("Rahul Sharma", "RAHUL KUMAR SHARMA", Match),
    ("Sharma Rahul", "RAHUL SHARMA", Match),
    ("Mr. Rahul Sharma", "RAHUL SHARMA", Match),
    ("Rahul Sharma", "SHRI RAHUL SHARMA", Match),
    ("Rahul K Sharma", "RAHUL KUMAR SHARMA", Match),
    ("Rahul Kr. Sharma", "RAHUL KUMAR SHARMA", Match),
    ("राहुल शर्मा", "RAHUL SHARMA", Match),
    ("Rahul Sharma S/O Mohan Sharma", "RAHUL SHARMA", Match),
    ("Mohammed Irfan Khan", "MOHD IRFAN KHAN", Match),
    ("Md Irfan Khan", "MUHAMMAD IRFAN KHAN", Match),
    ("Ananya Banerjee", "ANANYA BANERJI", Match),
    ("Fatima Sheikh", "FATIMA SHAIKH", Match),
    ("Vikram Reddy", "K VIKRAM REDDY", Match),
    ("Kavita Deshmukh", "KAVITA RAJESH DESHMUKH", Match),
    ("Rama Krishnan Iyer", "RAMAKRISHNAN IYER", Match),
    ("Ramakrishnan Iyer", "RAMA KRISHNAN IYER", Match),
    ("Sri Devi Rao", "SRIDEVI RAO", Match),
    ("Suresh Chaudhary", "SURESH CHOUDHARY", Match),
    ("Rjesh Kumr", "RAJESH KUMAR", Match),
    ("Venkat Subramaniam", "VENKATESH SUBRAMANIAM", Match),
    ("Maria D'Souza", "MARIA DSOUZA", Match),
    ("Maria D Souza", "MARIA DSOUZA", Match),
    ("José da Silva", "JOSE DA SILVA", Match),
    ("Maria do Carmo", "MARIA CARMO", Match),
    ("R\u{200b}ahul Shаrma", "RAHUL SHARMA", Match),
    ("SK Sharma", "S K SHARMA", Match),
    ("Sunita", "SUNITA", Match),
    ("Lakshmi", "S LAKSHMI", Match),
    ("Sunol Kumar", "SUNIL KUMAR", Match),
    ("Vikas Wadhwa", "VIKAAS VADHVA", Match),
    ("Muammar Gaddafi", "Moammar al-Qadhafi", Match),
    ("Sergei Zhukov", "Sergey Joukov", Match),
    ("Abd al-Rahman al-Sudais", "ABDULRAHMAN ALSUDAIS", Match),
    ("Ja Hyong Ku", "CHA-HYO'NG KU", Match),
    ("Li Wei", "LEE WEI", Match),
    ("Xi Jinping", "习近平", Match),
    ("Kim Jong Un", "김정은", Match),
    ("Bashar al-Assad", "بشار الأسد", Match),
    ("Attiqullah Akhund", "عتیق الله آخوند", Match),
    ("George Haswani", "جورج حسواني", Match),
    ("Benjamin Netanyahu", "בנימין נתניהו", Review),
    ("Lee Jae-yong", "이재용", Match),
    ("Tsai Ing-wen", "蔡英文", Match),
    ("Jose Miguel Dominguez Ramirez", "J M D RAMIREZ", Match),
    ("Adel Mohamad Cherri", "ADIL SHIRRI", Match),
    ("Yury Nikolaevich Podobed", "YURI NIKOLAEVICH POBOBED", Match),
    ("Mounir el Motassadeq", "منير المتصدق", Match),
    ("Alyaksandr Vyachaslavavich Astreika", "ALEKSANDR ASTREIKO", Match),
    ("Waseem Rauf Loan", "WASEEM RAOUF LOUN", Match),
    ("Tharshan Kalmegh", "Тхаршан Калмегх", Match),
    ("Mun San Son", "MUN S. SON", Match),
    ("Goldie Codey Branch", "GOLDIE C. BRANCH", Match),
    // A person should look.
    ("Fathi Ahmad Mohammad Hammad", "AHMAD FATHI", Review),
    ("R Sharma", "RAHUL SHARMA", Review),
    ("R K Sharma", "RAHUL KUMAR SHARMA", Review),
    ("RK Sharma", "RAHUL KUMAR SHARMA", Review),
    ("Lakshmi Subramanian", "S LAKSHMI", Review),
    ("Rahul", "RAHUL KUMAR SHARMA", Review),
    ("Priya Nair", "PRIYA MENON", Review),
    ("Rajesh Kumar", "RAKESH KUMAR", Review),
    ("Kavita Rajesh Deshmukh", "KAVITA SURESH DESHMUKH", Review),
    ("Rahul K Sharma", "RAHUL MOHAN SHARMA", Review),
    ("Maria Teresa Anna Lucia Rita Pereira Da Costa", "MARIA TERESA ANNA LUCIA RITA PEREIRA DA SOUZA", Review),
    // Others.
    ("Rahul Sharma", "ROHIT SHARMA", Mismatch),
    ("Rahul Sharma", "RAKESH SHARMA", Mismatch),
    ("Rahul Sharma", "MEERA PILLAI", Mismatch),
    ("Asha Verma", "VIKRAM SETHI", Mismatch),
    ("Amit Patel", "AJIT PATEL", Mismatch),
    ("Sunil Kumar", "SUNITA KUMAR", Mismatch),
    ("A Sharma", "RAHUL SHARMA", Mismatch),
    ("Rahul", "ROHIT", Mismatch),
    ("Rahul Sharma Verma", "ROHIT MEHTA VERMA", Mismatch),
    ("Mr", "RAHUL SHARMA", Mismatch),
];

#[test]
fn pairs_are_judged_as_a_careful_reader_would() {
    let wrong: Vec<String> = PAIRS
        .iter()
        .filter(|(given, registered, expected)| verdict(given, registered).0 != *expected)
        .map(|(given, registered, expected)| format!("{given} / {registered}: {:?}, expected {expected:?}", verdict(given, registered)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), PAIRS.len(), wrong.join("\n"));
}

const COMPANIES: &[(&str, &str, Verdict)] = &[
    // One company.
    ("Otik Aviation", "OTIK HAVACILIK SANAYI VE TICARET LIMITED SIRKETI", Match),
    ("ООО Торговый дом «Восток»", "VOSTOK TRADING HOUSE LLC", Match),
    ("Общество с ограниченной ответственностью «Заря»", "ZARYA OOO", Match),
    ("Obschestvo s ogranichennoi otvetstvennostiu Zarya", "LIMITED LIABILITY COMPANY ZARYA", Match),
    ("中国银行", "BANK OF CHINA", Match),
    ("J & M Holdings Ltd", "J AND M HOLDINGS LIMITED", Match),
    ("Nova Textiles Corp.", "NOVA TEXTILES CRP.", Match),
    ("Müller GmbH & Co. KG", "MUELLER GMBH UND CO KG", Match),
    ("National Iranian Oil Company", "NIOC", Match),
    ("Daedong Credit Bank (DCB)", "DAEDONG CREDIT BANK", Match),
    ("Al-Qatirji Company", "KHATIRJI COMPANY", Match),
    ("Galax Trading Co., Ltd.", "GALAX INC.", Match),
    ("Al-Amar One-Person LLC", "AL-AMMAR LLC ONE PERSON COMPANY", Match),
    ("Petróleos de Venezuela S.A.", "PDVSA", Match),
    ("삼성전자 주식회사", "SAMSUNG ELECTRONICS CO., LTD.", Match),
    ("Mahan Air", "MAHAN AIRLINES", Match),
    ("Sovcomflot", "Совкомфлот ПАО", Match),
    ("بانک ملی ایران", "BANK MELLI IRAN", Match),
    ("Gazprom PJSC", "ПАО «Газпром»", Match),
    // A person should look.
    ("Benevolence International Foundation", "BIF", Review),
    ("Tata Steel Ltd", "TATA LTD", Review),
    ("Tata Steel Ltd", "TATA MOTORS LTD", Review),
    // Others.
    ("Nova Saffron 7 Trading LLC", "NOVA SAFFRON 8 TRADING LLC", Mismatch),
    ("Inversiones Adag Ltda.", "INVERSIONES GRAME LTDA.", Mismatch),
    ("Nova International Trading", "ZENITH INTERNATIONAL TRADING", Mismatch),
    ("Mutual Fund of Investors", "MFOX TRADING CO", Mismatch),
];

#[test]
fn companies_are_judged_as_a_careful_reader_would() {
    for (given, registered, expected) in COMPANIES {
        assert_eq!(verdict(given, registered).0, *expected, "{given} / {registered}: {:?}", verdict(given, registered));
        assert_eq!(verdict(given, registered), verdict(registered, given), "{given} / {registered}: the order must not matter");
    }
}

#[test]
fn the_order_of_the_two_names_does_not_matter() {
    for (given, registered, _) in PAIRS {
        assert_eq!(verdict(given, registered), verdict(registered, given), "{given} / {registered}");
    }
}

#[test]
fn scores_that_documents_quote() {
    assert_eq!(verdict("Rahul Sharma", "RAHUL SHARMA").1, 100);
    assert_eq!(verdict("Rahul Sharma", "RAHUL KUMAR SHARMA").1, 96);
    assert_eq!(verdict("Sharma Rahul", "RAHUL SHARMA").1, 99);
    assert_eq!(verdict("Rahul Sharma", "MEERA PILLAI").1, 0);
    assert_eq!(verdict("Rahul Sharma", "ROHIT SHARMA").1, 50);
}

#[test]
fn every_word_of_a_company_has_its_reason() {
    for (given, registered, expected) in [
        ("NIOC", "National Iranian Oil Company", &["nioc=national iranian oil acronym"][..]),
        ("RFA Bank", "Russian Financial Alliance Bank", &["rfa=russian financial alliance acronym", "bank=bank same"]),
        ("Daedong Credit Bank (DCB)", "Daedong Credit Bank", &["daedong=daedong same", "credit=credit same", "bank=bank same", "dcb= "]),
        ("Otik Havacilik Ltd", "Otik Aviation Ltd", &["otik=otik same", "havacilik=aviation same_meaning"]),
        ("Zarya Technology", "Zarya Tech Ltd", &["zarya=zarya same", "technology=tech short_form"]),
        ("Office 39 Trading", "Bureau 39 Trading", &["office=bureau same_meaning", "39=39 same", "trading=trading same"]),
        ("Khatirji Group Ltd", "Qatirji Group Ltd", &["khatirji=qatirji sounds_alike", "group=group same"]),
    ] {
        let told: Vec<String> = compare(&fold(given), &fold(registered))
            .rows
            .iter()
            .map(|row| {
                let text = |part: &Option<String>| part.clone().unwrap_or_default();
                format!("{}={} {}", text(&row.given), text(&row.registered), row.how.map_or("", |how| how.word()))
            })
            .collect();
        assert_eq!(told, expected, "{given} / {registered}");
    }
}

#[test]
fn every_part_has_its_reason() {
    let rows = compare(&fold("Dr R. Kr Sharma"), &fold("RAHUL KUMAR SHARMA VERMA")).rows;
    let told: Vec<(Option<&str>, Option<&str>, Option<&str>)> =
        rows.iter().map(|row| (row.given.as_deref(), row.registered.as_deref(), row.how.map(|how| how.word()))).collect();
    assert_eq!(
        told,
        [
            (Some("dr"), None, None),
            (Some("r"), Some("rahul"), Some("initial")),
            (Some("kr"), Some("kumar"), Some("short_form")),
            (Some("sharma"), Some("sharma"), Some("same")),
            (None, Some("verma"), None),
        ]
    );
}
