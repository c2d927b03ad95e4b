//! What a label or a point says of a name, and what it does not.

use super::table;

#[test]
fn an_initial_with_its_point_ends_no_name() {
    table(&[
        ("John Q. Public", "name=John Q. Public"),
        ("Verify John Q. Public, SSN 536-90-4399", "name=John Q. Public | ssn=536-90-4399"),
        ("Name: John Q. Public", "name=John Q. Public"),
        ("Name: John Q. Public, SSN 536-90-4399", "name=John Q. Public | ssn=536-90-4399"),
        ("Verify John Q. Public and Mary A. B. Smith.", "name=John Q. Public | name=Mary A. B. Smith"),
        ("Verify John Q. Public.", "name=John Q. Public"),
        ("Please verify John Q. Public at once", "name=John Q. Public"),
        ("Verify J. R. R. Tolkien", "name=J. R. R. Tolkien"),
        ("Name: J. R. R. Tolkien", "name=J. R. R. Tolkien"),
        ("Name: Mary A. B. Smith\nSSN 536-90-4399", "name=Mary A. B. Smith | ssn=536-90-4399"),
        ("I met John Q. Please verify SSN 536-90-4399", "name=John Q | ssn=536-90-4399"),
        ("I met John Q. Can you verify him?", "name=John Q"),
        ("Name: John Q. Please verify him", "name=John Q"),
        ("I met John Q. May I ask for a check?", "name=John Q"),
        ("I met Rahul S. Public records of him are missing", "name=Rahul S"),
        ("I met John Q. PAN ABCPE1234F", "name=John Q | pan=ABCPE1234F"),
    ]);
}

#[test]
fn behind_a_label_of_names_common_words_are_names() {
    table(&[
        ("Name: Mark Case", "name=Mark Case"),
        ("Name: Rob Strange, PAN ABCPE1234F", "name=Rob Strange | pan=ABCPE1234F"),
        ("Full name - Alan Driver", "name=Alan Driver"),
        ("Customer name: Paul Check\nPAN: ABCPE1234F", "name=Paul Check | pan=ABCPE1234F"),
        ("Name: Emma Street; phone 98123 45610", "name=Emma Street | phone=+919812345610"),
        ("Name: Rose Bank | PAN ABCPE1234F", "name=Rose Bank | pan=ABCPE1234F"),
        ("Name: Della Street. Please verify", "name=Della Street"),
        ("Name: Mark Case PAN ABCPE1234F", "name=Mark Case | pan=ABCPE1234F"),
        ("Name: Alan Driver Mobile Number: 98123 45610", "name=Alan Driver | phone=+919812345610"),
        ("Name: Paul Check and his PAN is ABCPE1234F", "name=Paul Check | pan=ABCPE1234F"),
        ("Name: Mary A. Case, PAN ABCPE1234F", "name=Mary A. Case | pan=ABCPE1234F"),
        ("Name: Rahul Sharma Address Bangalore, Karnataka", "name=Rahul Sharma"),
        ("Name: Rahul Sharma Please verify", "name=Rahul Sharma"),
        ("Name: Rahul Sharma Emirates ID 784-1990-3004501-9", "name=Rahul Sharma | emirates_id=784-1990-3004501-9"),
        ("Name: Rahul Sharma Customer PAN: ABCPE1234F", "name=Rahul Sharma | pan=ABCPE1234F"),
        ("Name: Mark Case, ABCPE1234F", "name=Mark Case | pan=ABCPE1234F"),
        ("Name: Sandra Bullock  Address: 1 Main Road", "name=Sandra Bullock"),
        ("Name: Rahul Sharma Passport: K1234567", "name=Rahul Sharma"),
        ("Name: Kotak Mahindra Bank Account 50100123456789", "account_number=50100123456789"),
        ("Name: George Best\nName: Rahul Sharma Resident of Delhi", "name=George Best | name=Rahul Sharma"),
        ("(Name: Mark Case) - Name: Rose Bank - PAN ABCPE1234F", "name=Mark Case | name=Rose Bank | pan=ABCPE1234F"),
        ("Name: Mr. Mark Case, PAN ABCPE1234F", "name=Mark Case | pan=ABCPE1234F"),
        ("Name: Mark Case (tenant), phone 98123 45610", "name=Mark Case | phone=+919812345610"),
        ("{\"name\": \"Mark Case\", \"pan\": \"ABCPE1234F\"}", "name=Mark Case | pan=ABCPE1234F"),
        ("Name: Mark Case & Rose Bank", "name=Mark Case"),
        ("Name: Maria de la Cruz Street, SSN 536-90-4399", "name=Maria de la Cruz Street | ssn=536-90-4399"),
        ("Name of the customer - Paul Check", "name=Paul Check"),
        ("NAME: MARK CASE, PAN ABCPE1234F", "name=MARK CASE | pan=ABCPE1234F"),
        ("NAME: RAHUL SHARMA KYC PENDING", "name=RAHUL SHARMA"),
        ("Father's name: Alan Driver", ""),
        ("Bank name: Rose Bank, hotel name: Park Street, street name: Emma Street", ""),
    ]);
}

#[test]
fn the_point_of_a_legal_form_ends_no_sentence() {
    table(&[
        ("The EIN of Blue Ridge Bakery Inc. is 12-3456789", "name=Blue Ridge Bakery Inc. | ein=12-3456789"),
        ("The EIN of Acme Ltd. is 12-3456789", "name=Acme Ltd. | ein=12-3456789"),
        ("The EIN of Acme Pvt. Ltd. is 12-3456789", "name=Acme Pvt. Ltd. | ein=12-3456789"),
        (
            "Account of Acme Corp. with IFSC HDFC0001234: 50100123456789",
            "name=Acme Corp. | ifsc=HDFC0001234 | account_number=50100123456789",
        ),
        ("The EIN of John Q. Public is 12-3456789", "name=John Q. Public | ein=12-3456789"),
        ("Account of Dr. Meena Rao: 50100123456789", "name=Meena Rao | account_number=50100123456789"),
        ("The EIN of Acme Inc. phone: 987654321", "name=Acme Inc. | phone!987654321"),
        ("The EIN of Acme Ltd is known. Ticket is 12-3456789", "name=Acme Ltd"),
        ("The EIN of Acme Ltd. The ticket is 12-3456789", "name=Acme Ltd"),
    ]);
}

#[test]
fn words_of_other_scripts_hide_no_number_and_name_nobody() {
    table(&[
        ("पैन: ABCPE1234F", "pan=ABCPE1234F"),
        ("पैन ABCPE1234F", "pan=ABCPE1234F"),
        ("رقم ABCPE1234F", "pan=ABCPE1234F"),
        ("पान कार्ड ABCPE1234F दिया", "pan=ABCPE1234F"),
        ("Это ABCPE1234F", "pan=ABCPE1234F"),
        ("ABCPE1234F दिया", "pan=ABCPE1234F"),
        ("राहुल शर्मा, PAN ABCPE1234F", "name=राहुल शर्मा | pan=ABCPE1234F"),
        ("Verify राहुल शर्मा ABCPE1234F", "name=राहुल शर्मा | pan=ABCPE1234F"),
        ("Мой ПАН: ABCPE1234F, Иван Петров", "name=Иван Петров | pan=ABCPE1234F"),
        ("मोबाइल 98123 45610, पैन ABCPE1234F", "pan=ABCPE1234F | phone=+919812345610"),
        ("नाम: राहुल शर्मा, पैन: ABCPE1234F", "name=राहुल शर्मा | pan=ABCPE1234F"),
        ("Имя: Иван Петров, ABCPE1234F", "name=Иван Петров | pan=ABCPE1234F"),
    ]);
}

#[test]
fn names_keep_what_belongs_to_them() {
    table(&[
        ("Name: Sammy Davis, Jr.", "name=Sammy Davis, Jr"),
        ("Name: Sammy Davis, Jr., SSN 536-90-4399", "name=Sammy Davis, Jr | ssn=536-90-4399"),
        ("Name: Sammy Davis, Jr. PAN ABCPE1234F", "name=Sammy Davis, Jr | pan=ABCPE1234F"),
        ("Verify M/s. Sharma and Sons, GSTIN 29AAACV1000A1Z7", "name=Sharma and Sons | gstin=29AAACV1000A1Z7"),
        ("M/s. Kapoor Sharma and Sons, GSTIN 29AAACV1000A1Z7", "name=Kapoor Sharma and Sons | gstin=29AAACV1000A1Z7"),
        ("Verify M/s Sharma & Sons, GSTIN 29AAACV1000A1Z7", "name=Sharma & Sons | gstin=29AAACV1000A1Z7"),
        ("Verify M/s. Venus and PAN ABCPE1234F", "name=Venus | pan=ABCPE1234F"),
    ]);
}

#[test]
fn an_emirates_id_tells_how_mobile_numbers_are_written() {
    table(&[
        ("mobile: 501234500, Emirates ID 784-1990-3004501-9", "phone=+971501234500 | emirates_id=784-1990-3004501-9"),
        (
            "mobile: 501234500, Emirates ID 784-1990-3004501-9, PAN ABCPE1234F",
            "pan=ABCPE1234F | phone!501234500 | emirates_id=784-1990-3004501-9",
        ),
        ("mobile: 501234500", "phone!501234500"),
    ]);
}

#[test]
fn what_forms_and_networks_write_is_read() {
    table(&[
        ("KYC - Name : SHARMA, RAHUL / PAN : ABCPE1234F", "name=SHARMA, RAHUL | pan=ABCPE1234F"),
        ("name=Rahul+Kumar+Sharma&pan=ABCPE1234F", "name=Rahul Kumar Sharma | pan=ABCPE1234F"),
        ("Verify Rahul+Priya", "name=Rahul"),
        ("Look up @asha@fosstodon.org", "handle=mastodon:asha@fosstodon.org"),
        ("Pay @asha@okaxis", ""),
        ("Profile: x.com/rahul_s", "url=https://x.com/rahul_s"),
        ("See x.com for more", ""),
        ("The VIN of my vehicle is 1HGCM82633A004352", "vin=1HGCM82633A004352"),
        ("Vehicle 1HGCM82633A004352", "vin=1HGCM82633A004352"),
        ("Vehicle 1HGCM82633A004353", ""),
        ("Jane Smith, Seattle, WA 98101, DOB: 02/03/1980", "name=Jane Smith | date_of_birth=1980-02-03"),
        ("Rahul Sharma, OR 98101, DOB: 02/03/1980", "name=Rahul Sharma | date_of_birth=1980-02-03"),
        ("Rahul Sharma, Delhi 110001, DOB: 02/03/1980", "name=Rahul Sharma | date_of_birth=1980-03-02"),
    ]);
}
