//! What a company's name ends in: its legal form, which many share and which says nothing about who it is.

use crate::fold::Part;
use Form::{Closely, Company, Limited, OnePerson, Partnership, Private, Stock};

/// What a legal form comes to, across countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A company of one person.
    OnePerson,
    /// A private company limited by shares.
    Private,
    /// A company of few: LLC, GmbH, SARL.
    Closely,
    /// A company whose shares may be many people's: AG, SA, PLC, JSC.
    Stock,
    /// A partnership.
    Partnership,
    /// Limited, however.
    Limited,
    /// A company, however.
    Company,
}

/// How two legal forms go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accord {
    /// The same, or one is not told.
    Same,
    /// One may be a loose way to write the other.
    Loose,
    /// Two holders.
    Conflict,
}

impl Form {
    pub(crate) fn with(self, other: Form) -> Accord {
        if self == other {
            return Accord::Same;
        }
        match (self, other) {
            (Partnership, _) | (_, Partnership) => Accord::Conflict,
            (Limited | Company, _) | (_, Limited | Company) => Accord::Loose,
            (Stock, _) | (_, Stock) => Accord::Conflict,
            (OnePerson, _) | (_, OnePerson) => Accord::Conflict,
            _ => Accord::Loose,
        }
    }
}

/// A legal form found in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) form: Form,
    /// The parts it is written with.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// It cannot well be part of a person's name.
    pub(crate) sure: bool,
}

/// Words of the longest form.
const WORDS_MAX: usize = 7;

/// Looks for a legal form at the end of a name, then at its beginning. A name that is nothing else keeps it.
pub(crate) fn find(parts: &[Part]) -> Option<Found> {
    let most = WORDS_MAX.min(parts.len().saturating_sub(1));
    let at = |from: usize, to: usize| {
        let text: String = parts[from..to].iter().map(|part| part.letters.as_str()).collect();
        let index = FORMS.binary_search_by(|(form, ..)| (*form).cmp(text.as_str())).ok()?;
        let (_, form, sure) = FORMS[index];
        Some(Found { form, from, to, sure })
    };
    let end = parts.len();
    (1..=most).rev().find_map(|words| at(end - words, end)).or_else(|| (1..=most).rev().find_map(|words| at(0, words)))
}

/// Legal forms, their words run together, in the order of the alphabet; whether each is sure to be one.
const FORMS: &[(&str, Form, bool)] = &[
    ("ab", Stock, false),
    ("ad", Stock, false),
    ("ag", Stock, false),
    ("akcionernoeobshchestvo", Stock, true),
    ("aktiebolag", Stock, true),
    ("aktiengesellschaft", Stock, true),
    ("aktsionernoeobshchestvo", Stock, true),
    ("anonimsirketi", Stock, true),
    ("ao", Stock, false),
    ("aozt", Stock, true),
    ("aps", Closely, true),
    ("as", Stock, false),
    ("asa", Stock, false),
    ("berhad", Stock, true),
    ("beslotenvennootschap", Closely, true),
    ("bhd", Stock, true),
    ("bsc", Stock, false),
    ("bv", Closely, false),
    ("bvba", Closely, true),
    ("cia", Company, false),
    ("cie", Company, false),
    ("cjsc", Stock, true),
    ("closedjointstockcompany", Stock, true),
    ("co", Company, false),
    ("coinc", Company, true),
    ("colimited", Limited, true),
    ("coltd", Limited, true),
    ("compagnie", Company, true),
    ("compania", Company, true),
    ("company", Company, true),
    ("companyinc", Company, true),
    ("companylimited", Limited, true),
    ("companyltd", Limited, true),
    ("coopration", Company, true),
    ("corp", Company, true),
    ("corpinc", Company, true),
    ("corpltd", Limited, true),
    ("corporation", Company, true),
    ("corporationlimited", Limited, true),
    ("cv", Partnership, false),
    ("dd", Stock, false),
    ("dmcc", Closely, true),
    ("doo", Closely, false),
    ("dooel", Closely, true),
    ("ead", Stock, false),
    ("ehf", Closely, false),
    ("ei", Company, false),
    ("eood", Closely, true),
    ("eurl", Company, true),
    ("fzc", Closely, true),
    ("fzco", Closely, true),
    ("fze", Closely, true),
    ("fzllc", Closely, true),
    ("gbr", Partnership, false),
    ("generalpartnership", Partnership, true),
    ("gesellschaftmitbeschrankterhaftung", Closely, true),
    ("gk", Closely, false),
    ("gmbh", Closely, true),
    ("gmbhcokg", Closely, true),
    ("godokaisha", Closely, true),
    ("gongsi", Stock, true),
    ("gp", Partnership, false),
    ("gufengongsi", Stock, true),
    ("gufenyouxiangongsi", Stock, true),
    ("inc", Company, true),
    ("incltd", Limited, true),
    ("incorporated", Company, true),
    ("incorporation", Company, true),
    ("jointstockco", Stock, true),
    ("jointstockcompany", Stock, true),
    ("jsc", Stock, true),
    ("jsco", Stock, true),
    ("kabushikikaisha", Stock, true),
    ("kd", Partnership, false),
    ("kda", Partnership, false),
    ("kft", Closely, true),
    ("kg", Partnership, false),
    ("kk", Stock, false),
    ("komanditnispolecnost", Partnership, true),
    ("kommanditgesellschaft", Partnership, true),
    ("ks", Partnership, false),
    ("ksc", Stock, false),
    ("kscc", Stock, true),
    ("kscp", Stock, true),
    ("lc", Closely, false),
    ("lda", Closely, false),
    ("limitada", Closely, true),
    ("limited", Limited, true),
    ("limitedcompany", Limited, true),
    ("limitedliabilityco", Closely, true),
    ("limitedliabilitycompany", Closely, true),
    ("limitedliabilitycorporation", Closely, true),
    ("limitedliabilitypartnership", Partnership, true),
    ("limitedpartnership", Partnership, true),
    ("limitedsirketi", Closely, true),
    ("limtd", Limited, true),
    ("llc", Closely, true),
    ("llcfz", Closely, true),
    ("lllc", Closely, true),
    ("lllp", Partnership, true),
    ("llp", Partnership, true),
    ("lmtd", Limited, true),
    ("lp", Partnership, false),
    ("ltd", Limited, true),
    ("ltda", Closely, false),
    ("ltdco", Closely, true),
    ("ltdcompany", Closely, true),
    ("ltdsti", Closely, true),
    ("mchj", Closely, true),
    ("mmc", Closely, false),
    ("naamlozevennootschap", Stock, true),
    ("nv", Stock, false),
    ("nyrt", Stock, true),
    ("oao", Stock, false),
    ("obshchestvosogranichennoyotvetstvennostyu", Closely, true),
    ("ohg", Partnership, false),
    ("ojsc", Stock, true),
    ("onepersoncompany", OnePerson, true),
    ("ood", Closely, false),
    ("ooo", Closely, true),
    ("opc", OnePerson, true),
    ("opcpltd", OnePerson, true),
    ("opcprivatelimited", OnePerson, true),
    ("opcprivateltd", OnePerson, true),
    ("opcpvtltd", OnePerson, true),
    ("openjointstockcompany", Stock, true),
    ("osakeyhtio", Stock, true),
    ("otkrytoeaktsionernoeobshchestvo", Stock, true),
    ("ou", Closely, false),
    ("oue", Closely, true),
    ("oy", Stock, false),
    ("oyj", Stock, true),
    ("pao", Stock, false),
    ("partg", Partnership, true),
    ("partgmbb", Partnership, true),
    ("pat", Stock, false),
    ("pc", Company, false),
    ("pjs", Stock, false),
    ("pjsc", Stock, true),
    ("pjsco", Stock, true),
    ("plc", Stock, true),
    ("plcllc", Company, true),
    ("plimited", Private, true),
    ("pllc", Closely, true),
    ("pltd", Private, true),
    ("prat", Stock, false),
    ("privatejointstockcompany", Stock, true),
    ("privatelimited", Private, true),
    ("privatelimitedcompany", Private, true),
    ("privatelimitedltd", Private, true),
    ("privateltd", Private, true),
    ("proprietarylimited", Private, true),
    ("psc", Stock, false),
    ("pt", Stock, false),
    ("pte", Private, false),
    ("pteltd", Private, true),
    ("pty", Private, true),
    ("ptylimited", Private, true),
    ("ptyltd", Private, true),
    ("publichnoeaktsionernoeobshchestvo", Stock, true),
    ("publicjointstockcompany", Stock, true),
    ("publiclimitedcompany", Stock, true),
    ("pvt", Private, true),
    ("pvtlimited", Private, true),
    ("pvtltd", Private, true),
    ("pvtltdco", Private, true),
    ("rt", Stock, false),
    ("sa", Stock, false),
    ("saa", Stock, false),
    ("sab", Stock, false),
    ("sabdecv", Stock, true),
    ("sac", Stock, false),
    ("sadecv", Stock, true),
    ("saoc", Stock, true),
    ("saog", Stock, true),
    ("sapi", Stock, false),
    ("sarl", Closely, true),
    ("sarlu", Closely, true),
    ("sas", Company, false),
    ("sasu", Company, true),
    ("sca", Stock, false),
    ("scs", Partnership, false),
    ("sdn", Private, false),
    ("sdnbhd", Private, true),
    ("sdrl", Closely, true),
    ("se", Stock, false),
    ("sendirianberhad", Private, true),
    ("sgps", Stock, true),
    ("shpk", Closely, true),
    ("sia", Closely, false),
    ("singlepersoncompany", OnePerson, true),
    ("sl", Closely, false),
    ("slu", Closely, true),
    ("snc", Partnership, false),
    ("sociedadanonima", Stock, true),
    ("sociedaddereponsabilidadlimitada", Closely, true),
    ("sociedadderesponsabilidadlimitada", Closely, true),
    ("societaaresponsabilitalimitata", Closely, true),
    ("societaperazioni", Stock, true),
    ("societeanonyme", Stock, true),
    ("societearesponsabilitelimitee", Closely, true),
    ("spa", Stock, false),
    ("spc", Closely, false),
    ("spolsro", Closely, true),
    ("sprl", Closely, true),
    ("spzoo", Closely, true),
    ("srl", Closely, true),
    ("sro", Closely, true),
    ("tbk", Stock, true),
    ("too", Closely, false),
    ("tov", Closely, false),
    ("tovarystvozobmezhenoyuvidpovidalnistyu", Closely, true),
    ("uab", Closely, true),
    ("ug", Closely, false),
    ("vof", Partnership, false),
    ("vos", Partnership, false),
    ("wll", Closely, true),
    ("yk", Closely, false),
    ("youxiangongsi", Closely, true),
    ("yugenkaisha", Closely, true),
    ("zakrytoeaktsionernoeobshchestvo", Stock, true),
    ("zao", Stock, false),
    ("zhushihuishe", Stock, true),
    ("zoo", Closely, false),
    ("zrt", Stock, true),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn a_legal_form_is_known_however_it_is_written() {
        assert!(FORMS.is_sorted_by(|one, other| one.0 < other.0));
        for (name, kept, form) in [
            ("Nova Textiles Private Limited", "nova textiles", Some(Private)),
            ("NOVA TEXTILES PVT. LTD.", "nova textiles", Some(Private)),
            ("Nova Textiles (P) Ltd", "nova textiles", Some(Private)),
            ("Nova Textiles (OPC) Private Limited", "nova textiles", Some(OnePerson)),
            ("Nova Textiles Ltd", "nova textiles", Some(Limited)),
            ("Aravali Studio LLP", "aravali studio", Some(Partnership)),
            ("Aravali Studio Limited Liability Partnership", "aravali studio", Some(Partnership)),
            ("CECOEX, S.A.", "cecoex", Some(Stock)),
            ("Anglo-Caribbean Co., Ltd.", "anglo caribbean", Some(Limited)),
            ("ООО Ромашка", "romashka", Some(Closely)),
            ("株式会社 ソニー", "soni", Some(Stock)),
            ("深圳华为有限公司", "shen zhen hua wei", Some(Closely)),
            ("Acme Sp. z o.o.", "acme", Some(Closely)),
            ("Private Limited", "private", Some(Limited)),
            ("Limited", "limited", None),
            ("Rahul Sharma", "rahul sharma", None),
        ] {
            let parts = fold(name).parts;
            let found = find(&parts);
            let left = parts.iter().enumerate().filter(|(index, _)| !found.as_ref().is_some_and(|f| (f.from..f.to).contains(index)));
            let left: Vec<&str> = left.map(|(_, part)| part.letters.as_str()).collect();
            assert_eq!((left.join(" ").as_str(), found.map(|found| found.form)), (kept, form), "{name}");
        }
    }
}
