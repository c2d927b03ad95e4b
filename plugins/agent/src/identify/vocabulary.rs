//! The words of requests, by what they tell.
//!
//! The two long lists stand in files of their own: `function.txt` has what is part of no name at all, `noun.txt` what is part of no
//! person's name but of many a business's, when it is written with a capital.

use super::lexicon::classes;

classes! {
    /// What these words stand before is a PAN.
    Pan PAN: "pan pancard";
    /// What these words stand before is a goods and services tax number.
    Gstin GSTIN: "gst gstin gstn";
    /// What these words stand before is a company's number in the register.
    Cin CIN: "cin";
    /// What these words stand before is a telephone number.
    Phone PHONE: "call cell cellphone contact dial handphone landline mob mobile msisdn ph phone phones reachable tel telephone whatsapp";
    /// What these words stand before is some other number.
    Other OTHER: "aadhaar aadhar ac account acct adhaar amount application awb batch bill booking case challan claim complaint confirmation \
        consignment coupon crn customerid din dl dob docket ein employeeid epic folio grn ifsc imei inr invoice item licence license \
        loan lot model order orders otp part passport pin pincode pnr po policy rc receipt ref reference refund registration \
        reservation rs serial shipment sku sr srn ssn tan ticket tracking transaction txn uan uid upi usd userid utr vehicle vid \
        voter zip";
    /// With these after it, any word of [`ROLE`] is the label of some other number: "customer id 4711".
    Numbered NUMBERED: "code id no num number ref";
    /// People as requests call them. A name may follow.
    Role ROLE: "accountant agent applicant babysitter beneficiary borrower boss boyfriend brother buyer candidate caretaker ceo cfo chairman \
        chap chef claimant client co-applicant co-borrower colleague consultant contractor cook counterparty cousin customer \
        director drawer driver dude electrician employee fellow fiance fiancé fiancée founder friend gentleman girlfriend guarantor \
        guard guy guys helper hire holder individual intern investor lady landlord lender maid man manager member merchant nanny \
        neighbor neighbour officer owner partner party passenger patient payee payer payor person plumber principal promoter prop \
        proprietor receiver recipient remitter renter roommate seller sender shareholder signatory sister student subject supplier \
        suspect teacher tenant trustee tutor user vendor watchman woman worker";
    /// Between a label and what it labels.
    Filler FILLER: "as card details given her his id is my no nos num number of the their was";
    /// Between the label of a number and the number, besides [`FILLER`].
    Between BETWEEN: "check code for identification identifier issued on plate registration routing s verification with";
    /// Before "licence", besides words of the sentence and what names of businesses end with, where it is one to trade.
    Licensing LICENSING: "added ajman commerce company ded det dhabi dubai economic emirates fujairah industrial khaimah new number professional quwain sharjah tourism uae vendor zone";
    /// Before a name, and part of none.
    Title TITLE: "admiral adv advocate bosun brigadier capt captain col colonel commander cpl dato datuk dr encik engr er frau herr hon \
        inspector judge justice km kumari lt madame maj mdm miss mme monsieur mr mrs ms mx prof professor puan rev selvi sergeant \
        señor señora sgt sh shree shri shrimati signor signora sir smt sra sri thiru tmt السيد السيدة श्री श्रीमती";
    /// Whoever is named behind them is somebody else's relative, not who the request is about.
    OthersName OTHERS_NAME: "bank branch brand business city company employer family father fathers file firm guardian husband mother mothers nominee \
        registered spouse trade user wife";
    /// What stands behind them and a colon is no person.
    Field FIELD: "address bank boat branch brand city company country department designation district employer file firm hotel industry \
        language location model movie nationality occupation place plan policy position product project purpose region religion \
        scheme school ship state title town university vessel village yacht";
    /// What stands behind them is a business, also where nothing in its name says so.
    Business BUSINESS: "business company dba employer entity firm";
    /// Words that say what somebody is called.
    Named NAMED: "called fullname naam name named names اسم الاسم नाम";
    /// Whom a letter is addressed to stands behind them.
    Greeting GREETING: "dear greetings hello hey hi hii";
    /// Who wrote a letter stands behind them.
    Closing CLOSING: "best cheers faithfully regards sincerely thank thanks yours";
    /// What stands behind them is a place.
    Placed PLACED: "at in near via";
    /// Behind these, somebody may be named who is written without capitals.
    Pointing POINTING: "about against am and are behind between by des for from if is of on or than that to versus vs whether with";
    /// Within a name, in lower case.
    Particle PARTICLE: "al bin bint binti da de del della den der di do dos du el ibn la le ul ur van von";
    /// Given names as they are abbreviated, with a point.
    Abbreviated ABBREVIATED: "abd chas geo jos md moh mohd st wm";
    /// In lower case they are words like others; with a capital they may be part of a name.
    Ambiguous AMBIGUOUS: "aba ah am an april august best bhai bill bird bond book bridge can cash castle cook cotton cross day diamond din do draw \
        early farmer field fish flowers forest french general german go gold grant he her house hun ji job judge jun june justice ka \
        kar karo ke key ki kia ko lake law lei light lion lo loan long love man mar may me mera mere meri merry mountain my na nee \
        nil north ocean ok pan park penny per plant po pool poor power price prior rain ram ran read real rice river rose sahib said \
        saw se seal see set sharp short silver singer small snow so son spring square storm story sun sunday swift tan than tin to \
        un vin west will win wine wo wool yeh";
    /// Of the words that are part of no name, those that businesses are called after.
    Branded BRANDED: "above all best bright clean clear complete create early easy every fast fine first five four fresh genuine good great home \
        live more next nine now one prime pure ready real right second secure seven smart sure ten third three total track true two \
        up";
    /// Places of two words, the last of which is a name as well.
    Places PLACES: "angeles antonio carlos diego francisco jose";
    /// A run of capitalised words with one of these names no person.
    Organisation ORGANISATION: "agency airlines airport ajman apartments associates association ave avenue bangalore bank bazaar beach bengal bengaluru blvd \
        boulevard bridge building bur chennai church city clinic club college colony company complex consultancy corp corporation \
        council delhi department dhabi district drive dubai enclave enterprises estate exports finance finserv foundation garage \
        garden gardens government group gulf heathrow heights hills hospital hotel hyderabad inc industries institute insurance \
        international jebel karnataka khaimah kolkata lane layout limited llc llp logistics ltd maharashtra mall marg market \
        ministry mumbai nadu nagar palace parkway plaza pradesh private pvt quarter ras residences residency resort restaurant road \
        sabha salon school sector services sharjah society solutions st store street supermarket systems technologies technology \
        texas textiles tower towers traders trading trust university valley vihar village york";
    /// Legal forms. What stands before one is a business's name, in capitals or not.
    Legal LEGAL: "bhd corp corporation dmcc fzc fzco fze gmbh inc incorporated jsc limited llc lllp llp ltd pjsc plc pllc psc pte pvt sarl sdn \
        spc srl wll";
    /// What a name of a business ends with otherwise.
    Ending ENDING: "advisors advisory agencies agency apparels associates bakery boutique brothers builders cafe carriers caterers chemicals \
        church cleaners co communications company constructions consultancy consultants consulting contracting creations decorators \
        developers electronics enterprises est exports fabrics fashions foods foundation furniture garments group hardware holdings \
        impex industries infotech interiors jewellers jewellery labs logistics mills motors opticals packaging partners pharma \
        pharmacy plastics private properties restaurant roadlines services solutions sons steels stores studio studios supply sweets \
        systems technologies textiles tiles traders trading transport transports travels trust tyres ventures wellness works";
    /// Something to be done with somebody: a name may follow.
    Request REQUEST: "analyse analyze assess authenticate background check checking checks compare confirm ekyc evaluate examine find google \
        identify identity inspect investigate kyb kyc look lookup match matching onboard onboarding profile research review scan \
        screen screening search trace validate verification verify verifying vet vetting";
    /// Part of no name.
    Function FUNCTION: include_str!("function.txt");
    /// Part of no person's name.
    Noun NOUN: include_str!("noun.txt");
}

impl super::lexicon::Classes {
    /// Whether it labels a number or a person: part of no name, but of one of a business behind other words.
    pub(crate) fn is_label(self) -> bool {
        use Class::{Business, Cin, Filler, Gstin, Other, Pan, Phone, Request, Role};
        self.has_any(&[Pan, Gstin, Cin, Phone, Other, Role, Filler, Request, Business])
    }

    /// Whether it is part of no person's name.
    pub(crate) fn is_common(self) -> bool {
        self.is_label() || self.has_any(&[Class::Function, Class::Noun, Class::Title, Class::Named])
    }
}
