//! Named people of the United States, each one whole record: name, number, birthday, phone, address, car, employer.

/// One invented person. Phones are of the range that is kept for fiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// As the person would write it.
    pub name: &'static str,
    /// As the tax authority has it.
    pub registered_name: &'static str,
    /// Social security number, nine digits.
    pub ssn: &'static str,
    /// Year, month, day.
    pub date_of_birth: &'static str,
    /// E.164.
    pub phone: &'static str,
    /// House number and street.
    pub street: &'static str,
    /// City, state, ZIP code.
    pub city: &'static str,
    /// The state's letters.
    pub state: &'static str,
    /// Five digits.
    pub zip: &'static str,
    /// Vehicle identification number.
    pub vin: &'static str,
    /// Make, model and year of the vehicle, as vPIC has them.
    pub(crate) vehicle: (&'static str, &'static str, &'static str),
    /// The employer's EIN, nine digits.
    pub employer: &'static str,
}

impl Person {
    /// The address in one line.
    pub fn address(&self) -> String {
        format!("{}, {}, {} {}", self.street, self.city, self.state, self.zip)
    }
}

type Place = (&'static str, &'static str, &'static str, &'static str);
type Car = (&'static str, (&'static str, &'static str, &'static str));

const fn person(
    names: (&'static str, &'static str),
    (ssn, date_of_birth, phone): (&'static str, &'static str, &'static str),
    (street, city, state, zip): Place,
    (vin, vehicle): Car,
    employer: &'static str,
) -> Person {
    let (name, registered_name) = names;
    Person { name, registered_name, ssn, date_of_birth, phone, street, city, state, zip, vin, vehicle, employer }
}

static PEOPLE: [Person; 12] = [
    person(
        ("Jordan Ellis", "JORDAN AVERY ELLIS"),
        ("536228145", "1984-03-12", "+12025550143"),
        ("1420 Juniper Street", "Austin", "TX", "78701"),
        ("4T1BF1FK1HU661350", ("TOYOTA", "Camry", "2017")),
        "834417261",
    ),
    person(
        ("Maria Delgado", "MARIA L DELGADO"),
        ("219384672", "1991-11-02", "+13055550126"),
        ("88 Palmetto Avenue", "Miami", "FL", "33130"),
        ("1HGCV1F34KA004461", ("HONDA", "Accord", "2019")),
        "834417261",
    ),
    person(
        ("Thomas O'Brien", "THOMAS J OBRIEN"),
        ("042716358", "1972-07-29", "+16175550184"),
        ("31 Beacon Court", "Boston", "MA", "02108"),
        ("1FTFW1E54KFA10372", ("FORD", "F-150", "2019")),
        "462958137",
    ),
    person(
        ("Aisha Johnson", "AISHA JOHNSON"),
        ("258914736", "1988-01-17", "+14045550157"),
        ("702 Peachtree Walk", "Atlanta", "GA", "30303"),
        ("5YJ3E1EA4KF317483", ("TESLA", "Model 3", "2019")),
        "462958137",
    ),
    person(
        ("Wei Chen", "WEI CHEN"),
        ("615483927", "1995-05-23", "+14155550168"),
        ("2250 Larkin Street", "San Francisco", "CA", "94109"),
        ("3VWCB7BU0KM004594", ("VOLKSWAGEN", "Jetta", "2019")),
        "201847365",
    ),
    person(
        ("Hannah Schmidt", "HANNAH R SCHMIDT"),
        ("394627185", "1979-09-08", "+14145550191"),
        ("519 Lakeview Drive", "Milwaukee", "WI", "53202"),
        ("2T1BURHE3KC014615", ("TOYOTA", "Corolla", "2019")),
        "201847365",
    ),
    person(
        ("Darnell Washington", "DARNELL WASHINGTON"),
        ("364829157", "1990-12-30", "+13135550172"),
        ("1147 Riverfront Lane", "Detroit", "MI", "48226"),
        ("1G1ZD5ST4KF712326", ("CHEVROLET", "Malibu", "2019")),
        "391628453",
    ),
    person(
        ("Sofia Petrov", "SOFIA N PETROV"),
        ("587361942", "1993-04-14", "+12125550139"),
        ("240 Rivington Place", "New York", "NY", "10002"),
        ("5NPE34AF3KH661437", ("HYUNDAI", "Sonata", "2019")),
        "391628453",
    ),
    person(
        ("Kenji Nakamura", "KENJI NAKAMURA"),
        ("575914283", "1968-06-05", "+18085550114"),
        ("63 Plumeria Road", "Honolulu", "HI", "96813"),
        ("JTDKARFU0K3076548", ("TOYOTA", "Prius", "2019")),
        "581736249",
    ),
    person(
        ("Rachel Goldberg", "RACHEL GOLDBERG"),
        ("173648259", "1986-10-21", "+12155550163"),
        ("905 Locust Terrace", "Philadelphia", "PA", "19106"),
        ("WBA5R1C54KA256659", ("BMW", "330i", "2019")),
        "581736249",
    ),
    person(
        ("Emily Carter", "EMILY GRACE CARTER"),
        ("523917468", "2001-02-28", "+13035550186"),
        ("377 Aspen Ridge", "Denver", "CO", "80202"),
        ("KNDPMCAC9K7500763", ("KIA", "Sportage", "2019")),
        "743826159",
    ),
    person(
        ("Luis Ramirez", "LUIS RAMIREZ"),
        ("774381926", "1982-08-19", "+16025550175"),
        ("1836 Ocotillo Way", "Phoenix", "AZ", "85004"),
        ("7SAYGDEF5NF300874", ("TESLA", "Model Y", "2022")),
        "743826159",
    ),
];

/// All people, each of whom works for one of the businesses.
pub fn people() -> &'static [Person] {
    &PEOPLE
}

/// By social security number, nine digits.
pub(super) fn by_ssn(ssn: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|person| person.ssn == ssn)
}

/// By vehicle identification number, in its normal form.
pub(super) fn by_vin(vin: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|person| person.vin == vin)
}
