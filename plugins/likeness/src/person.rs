//! People's names: how far the pairs of their parts speak for one person.

use crate::compare::{AGREES_MIN, MATCH_MIN, REVIEW_MIN};
use crate::fold::Part;
use crate::pair::{Pair, left_over};
use crate::part::How;
use crate::words;

/// The most that agreement in a single written-out part can come to when more were given.
const ONE_PART_MAX: u32 = MATCH_MIN - 1;
/// The most that initials beside a rare surname can come to.
const INITIALS_MAX: u32 = MATCH_MIN + 3;
/// Points off for the first part that one name alone has; each further one costs one more.
const MISSING_PART: u32 = 4;
/// The same, for an initial.
const MISSING_INITIAL: u32 = 2;
/// Points off when the parts stand in another order.
const OTHER_ORDER: u32 = 1;
/// So many missing parts do not take away a match.
const MISSING_FEW: usize = 3;
/// With so many missing parts, those that agree must stand in one order.
const TURNED_MISSING: usize = 2;
/// Points given back when only the last parts disagree: a surname changes with marriage.
const SURNAME_ALONE: u32 = 10;
/// What an initial, and a little word, weigh beside a part written out.
const PART_WEIGHT: u32 = 100;
const INITIAL_WEIGHT: u32 = 50;
const PARTICLE_WEIGHT: u32 = 10;
/// Beside so many sure parts, a pair may be less sure.
const SURE_PARTS_MIN: usize = 2;
const NEARLY_AGREES_MIN: u32 = 68;
/// Points given for each part beyond the second where all parts of both names agree, and the most of them.
const ALL_AGREE: u32 = 4;
const ALL_AGREE_MAX: u32 = 8;
/// Letters of a surname that may be rare enough for an initial to do.
const RARE_LETTERS_MIN: usize = 4;

/// What is seen of two names besides the pairs.
struct Sight<'a> {
    a: &'a [Part],
    b: &'a [Part],
    /// Pairs that are not merely titles.
    real: Vec<&'a Pair>,
    left_a: Vec<usize>,
    left_b: Vec<usize>,
}

/// 0 to 100.
pub(crate) fn score(a: &[Part], b: &[Part], pairs: &[Pair]) -> u32 {
    let left_a = left_over(a, |index| pairs.iter().any(|pair| pair.given.contains(&index)));
    let left_b = left_over(b, |index| pairs.iter().any(|pair| pair.registered.contains(&index)));
    let real = pairs.iter().filter(|pair| !pair.given.iter().all(|i| a[*i].title) || pair.how != How::Initial).collect();
    let sight = Sight { a, b, real, left_a, left_b };
    if sight.real.is_empty() { 0 } else { sight.points().min(sight.ceiling()) }
}

impl Sight<'_> {
    fn is_particle(&self, pair: &Pair) -> bool {
        pair.given.iter().all(|i| self.a[*i].particle) || pair.registered.iter().all(|j| self.b[*j].particle)
    }

    fn weight(&self, pair: &Pair) -> u32 {
        if self.is_particle(pair) {
            PARTICLE_WEIGHT
        } else if pair.how == How::Initial {
            INITIAL_WEIGHT
        } else {
            PART_WEIGHT
        }
    }

    /// Parts left over on both sides contradict each other; on one side they are merely missing.
    fn against(&self) -> usize {
        self.left_a.len().min(self.left_b.len())
    }

    /// Pairs of parts written out that agree.
    fn sure_parts(&self) -> usize {
        self.real.iter().filter(|pair| !self.is_particle(pair) && pair.points >= AGREES_MIN && pair.how != How::Initial).count()
    }

    fn points(&self) -> u32 {
        let against = u32::try_from(self.against()).unwrap_or(u32::MAX);
        let weights: u32 = self.real.iter().map(|pair| self.weight(pair)).sum::<u32>() + against * PART_WEIGHT;
        let points: u32 = self.real.iter().map(|pair| self.weight(pair) * pair.points).sum();
        let mut score = (points + weights / 2) / weights;
        let (longer, parts) = if self.left_a.len() > self.left_b.len() { (&self.left_a, self.a) } else { (&self.left_b, self.b) };
        let missing = longer.iter().skip(self.against()).zip(0..);
        let off: u32 = missing.map(|(i, more)| more + if parts[*i].is_initial() { MISSING_INITIAL } else { MISSING_PART }).sum();
        // What agrees is not less sure because a few parts of a long name are not written.
        let few = against == 0 && longer.len() <= MISSING_FEW && self.sure_parts() >= SURE_PARTS_MIN;
        let least = if few { score.min(MATCH_MIN) } else { 0 };
        score = score.saturating_sub(off).max(least);
        let last = |parts: &[Part], left: &[usize]| left.len() == 1 && left[0] + 1 == parts.len();
        if against == 1 && last(self.a, &self.left_a) && last(self.b, &self.left_b) {
            score += SURNAME_ALONE;
        }
        let names = self.real.iter().filter(|pair| !self.is_particle(pair));
        let sure = names.clone().all(|pair| pair.how != How::Initial && pair.points >= NEARLY_AGREES_MIN);
        if sure && self.left_a.is_empty() && self.left_b.is_empty() {
            let further = u32::try_from(names.count().saturating_sub(2)).unwrap_or(u32::MAX);
            score = (score + further.saturating_mul(ALL_AGREE).min(ALL_AGREE_MAX)).min(100);
        }
        score.saturating_sub(if self.ordered() { 0 } else { OTHER_ORDER })
    }

    /// Whether the parts that agree stand in one order.
    fn ordered(&self) -> bool {
        let ordered = |one: &Pair, two: &Pair| one.given[0] < two.given[0] || one.registered[0] >= two.registered[0];
        self.real.iter().all(|one| self.real.iter().all(|two| ordered(one, two)))
    }

    /// The most that these pairs can come to, however many points they have.
    fn ceiling(&self) -> u32 {
        if self.other_generation() {
            return REVIEW_MIN + 10;
        }
        let names: Vec<&&Pair> = self.real.iter().filter(|pair| !self.is_particle(pair)).collect();
        // A doubtful pair is another name until a person has looked.
        let least = if self.sure_parts() >= SURE_PARTS_MIN { NEARLY_AGREES_MIN } else { AGREES_MIN };
        if self.against() > 0 || names.is_empty() || names.iter().any(|pair| pair.points < least) {
            return ONE_PART_MAX;
        }
        let written_out = |parts: &[Part]| parts.iter().filter(|part| !part.title && !part.particle && !part.is_initial()).count();
        let agreeing: Vec<&&&Pair> = names.iter().filter(|pair| pair.how != How::Initial).collect();
        if agreeing.len() >= 2 {
            let missing = self.left_a.len() + self.left_b.len();
            let everywhere = agreeing.iter().all(|pair| pair.given.iter().all(|i| words::is_everywhere(&self.a[*i].letters)));
            // Ahmad Fathi, Fathi Ahmad Mohammad Hammad: a father's name and a son's.
            let turned = missing >= TURNED_MISSING && !self.ordered();
            return if turned || (missing > 0 && everywhere) { ONE_PART_MAX } else { 100 };
        }
        // One part alone is shared by siblings, and by half a village; not so a rare surname whose initials agree, or many initials.
        let initials = names.len() - agreeing.len();
        let rare = |pair: &Pair| {
            let part = &self.a[pair.given[0]];
            let enough = match initials {
                0 => false,
                1 => part.letters.len() >= RARE_LETTERS_MIN && !words::is_common(&part.letters),
                2 => !words::is_common_surname(&part.letters),
                _ => true,
            };
            enough && pair.points >= 90
        };
        match agreeing.first() {
            Some(pair) if rare(pair) => INITIALS_MAX,
            Some(_) if initials == 0 && written_out(self.a).max(written_out(self.b)) <= 1 => 100,
            _ => ONE_PART_MAX,
        }
    }

    /// A father and a son of one name.
    fn other_generation(&self) -> bool {
        let generation = |parts: &[Part]| parts.iter().skip(1).find_map(|part| words::generation(&part.letters));
        matches!((generation(self.a), generation(self.b)), (Some(one), Some(other)) if one != other)
    }
}
