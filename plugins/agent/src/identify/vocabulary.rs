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
    Other OTHER: "aadhaar aadhar ac account acct adhaar amount application awb batch bill booking case challan claim complaint \
        confirmation consignment coupon courier crn customerid delhivery dhl din dl dob docket dtdc ein employeeid epic fedex folio grn \
        ifsc imei inr invoice item licence license loan lot model order orders otp package parcel part passport pin pincode pnr po policy \
        rc receipt ref reference refund registration reservation rs serial shipment shipping sku sr srn ssn tan ticket tracking \
        transaction txn uan uid upi ups usd userid usps utr vehicle vid voter zip";
    /// With these after it, any word of [`ROLE`] is the label of some other number: "customer id 4711".
    Numbered NUMBERED: "code id no num number ref";
    /// People as requests call them. A name may follow.
    Role ROLE: "aadmi accountant accused agent applicant assessee assignee asst attendant aunt aunty ayah babysitter banda bandi \
        beneficiary bhai bhaiya bidder borrower boss boyfriend bride broker brother brother-in-law buyer caller candidate caregiver \
        carer caretaker ceo cfo chairman chairperson chap chauffeur chef chowkidar claimant cleaner client co-applicant co-borrower \
        co-founder co-signer coapplicant coborrower colleague consultant contractor coo cook cosigner counterparty cousin creditor cto \
        customer dealer debtor defendant depositor dhobi didi director distributor domestic donor dost drawer driver dude electrician \
        emp employee exporter fellow fiance fiancé fiancée flatmate founder freelancer friend gardener gentleman gf girlfriend groom \
        groomsman guarantor guard guy guys handyman help helper hire holder househelp housekeeper importer individual installer insured \
        intern investor joiner karmchari kiraydar kirayedaar kirayedar ladka ladki lady landlady landlord lender lessee lessor licensee \
        lodger maali maid mali man manager manufacturer mechanic member merchant milkman mistri nanny naukar naukrani neighbor neighbour \
        nephew nurse occupant officer operator owner padosi painter partner party passenger patient payee payer payor person petitioner \
        plaintiff plumber poc policyholder principal promoter prop proposer proprietor purchaser realtor receiver recipient recruit \
        referrer remitter renter reseller respondent retailer roomie roommate salesman secretary seller sender shareholder shopkeeper \
        signatory signer sister sister-in-law sitter son-in-law spokesperson sponsor student stylist subcontractor subject subtenant \
        supervisor supplier surety suspect sweeper tailor taxpayer teacher tenant trader trainee trainer treasurer trustee tutor ubo \
        uncle undersigned user vendee vendor vp warden watchman wholesaler woman worker";
    /// Between a label and what it labels.
    Filler FILLER: "as card details given her his id is my no nos num number of the their was";
    /// Between the label of a number and the number, besides [`FILLER`].
    Between BETWEEN: "check code for identification identifier issued on plate registration routing s transit verification with";
    /// Before "licence", besides words of the sentence and what names of businesses end with, where it is one to trade.
    Licensing LICENSING: "added ajman commerce company ded det dhabi dubai economic emirates fujairah industrial khaimah new number professional quwain sharjah tourism uae vendor zone";
    /// Before a name, and part of none.
    Title TITLE: "acp adm admiral adv advocate air-marshal bosun brig brigadier ca capt captain cdr chaplain cmde col colonel comdt \
        commandant commander commodore cpl cs dato datuk dcp dr dsp encik engr er flt fr frau gen general gp haji hav havildar herr herrn \
        hon hony inspector jemadar judge justice km kumari lcol ldr lieutenant lt ltcol ltgen madame maj major marshal master maulana mdm \
        messrs miss mme monsieur mr mrs ms mx nb pandit pastor prof professor prop puan rabbi rear retd rev selvi sergeant señor señora \
        sgt sh sheriff shree shri shrimathi shrimati signor signora sir smt smti sqn squadron sra sri subedar swami thiru tmt vice wg \
        wing السيد السيدة श्री श्रीमती";
    /// Whoever is named behind them is somebody else's relative, not who the request is about.
    OthersName OTHERS_NAME: "approver baby bank branch brand business child city company emergency employer father fathers file firm \
        guardian husband interviewer introducer kid kids kin mother mothers nominee recruiter referee reference registered requester \
        requestor reviewer spouse trade user wife";
    /// What stands behind them and a colon is no person.
    Field FIELD: "address bank boat branch brand city company country department designation district employer file firm hotel industry \
        language location model movie mv nationality occupation place plan policy position product project purpose region religion scheme \
        school ship state title town university vessel village yacht";
    /// What stands behind them is a business, also where nothing in its name says so.
    Business BUSINESS: "business company dba dealership employer entity firm garage shop showroom store workshop";
    /// Words that say what somebody is called.
    Named NAMED: "apellido called firstname fname forename forenames fullname lastname lname naam nama name named names nom nombre nome \
        surname имя اسم الاسم नाम";
    /// Whom a letter is addressed to stands behind them.
    Greeting GREETING: "bonjour dear greetings hallo hello hey hi hii hola namaste salam";
    /// Who wrote a letter stands behind them.
    Closing CLOSING: "atentamente best br cheers cordialement cordially faithfully regards respectfully rgds saludos sincerely thank \
        thanking thanks thx tks ty yours";
    /// What stands behind them is a place.
    Placed PLACED: "around at in near outside via";
    /// Behind these, somebody may be named who is written without capitals.
    Pointing POINTING: "about against am and are behind between by des for from if is of on one or than that to versus vs whether with";
    /// Within a name, in lower case.
    Particle PARTICLE: "al bin bint binti da de del della den der di do dos du el ibn la le ul ur van von";
    /// Given names as they are abbreviated, with a point.
    Abbreviated ABBREVIATED: "abd chas geo jos md moh mohd st wm";
    /// In lower case they are words like others; with a capital they may be part of a name.
    Ambiguous AMBIGUOUS: "ab aba ah am an april asli august baby ball banda bandi banks bell berry best bhabhi bhai bill bird bola \
        bond book bridge bush butler can carpenter cash castle cherry con contractor cook cotton cross day diamond dias din diya do draw \
        early fan farmer field fish flowers forest french gaya general german go gold golden grant gross guy haji hand happy he head her \
        hota house hua hun ji job joy judge jun june justice ka kar karo ke keen key ki kia ko lake law leaf lei lie light link lion lo \
        loan long love low maali major mali man mar marshal master masters may me mera merchant mere meri merry mila moon more mountain \
        my na nee ngo nil north ocean oh ok page painter pan pandit par park pastor pe penny per plant po pool poor power price prior \
        public rabbi raha rahi rain ram ran read real rice rich river rose sacha sahi sahib said saw se seal see seo set sharp she \
        sheriff short silver singer small snow so son song spring square star storm story sun sunday swami swift tailor tan than tin \
        ting to toh trader un verna vin waha warden weeks wen west will win wine wing wo wool worth yaha ye yeh you young";
    /// Of the words that are part of no name, those that businesses are called after.
    Branded BRANDED: "above all best bright clean clear complete create early easy every fast fine first five four fresh genuine good great home \
        live more next nine now one prime pure ready real right second secure seven smart sure ten third three total track true two \
        up";
    /// A run of capitalised words with one of these names no person.
    Organisation ORGANISATION: "accenture adcb africa agency airlines airport airtel ajman alabama alaska amex andhra apartments \
        arabia arizona arkansas assam associates association ave avenue axis bagh bangalore bangkok bank barclays bazaar beach bengal \
        bengaluru bhopal bihar blackrock bluedart blvd boulevard bridge building bur california capgemini chandigarh chennai \
        chhattisgarh chowk church citi citibank citigroup city clinic club cognizant college colony colorado company complex connecticut \
        consultancy corp corporation council county crescent delhi deloitte department dewa dhabi district drive dubai emaar enclave \
        enterprises estate exports ey fargo finance finserv flipkart florida foundation fujairah gachibowli gali garage garden gardens \
        goa government greater group gujarat gulf gurgaon gurugram générale haryana hawaii hdfc heathrow heights hills himachal hospital \
        hotel hsbc hyderabad icici idaho illinois inc indiana indore industries infosys institute insurance international iowa jaipur \
        jammu jebel jharkhand jio jpmorgan kanpur kansas karnataka kashmir kentucky kerala khaimah kingdom kochi kolkata koramangala \
        kpmg lane lanka layout lic limited llc llp logistics louisiana ltd lucknow maharashtra mall manipur marg market mashreq \
        massachusetts meghalaya metlife michigan ministry minnesota mississippi missouri mizoram mumbai nadu nagaland nagar nashik nasik \
        navi nbd nbfc nebraska nevada noida odisha ohio oklahoma oregon palace paribas parkway paytm pennsylvania peth phonepe plaza \
        pradesh private pune punjab puram pvt quarter rajasthan ranchi ras reliance residences residency resort restaurant road sabha \
        sachs salon santander school sector services sharjah siemens sikkim society solutions st starbucks store street supermarket \
        swiggy systems tcs technologies technology telangana tennessee terrace texas textiles thane tower towers traders trading tripura \
        trivandrum trust uber unicredit university utah uttarakhand vadodara valley vegas vermont vihar village vodafone walmart \
        whitefield wipro wisconsin wyoming york zealand zomato";
    /// Legal forms. What stands before one is a business's name, in capitals or not.
    Legal LEGAL: "aps bhd corp corporation dmcc fz fz-llc fzc fzco fze fzllc gmbh huf inc incorporated jsc kft limited llc llc-fz lllp \
        llp ltd ltda opc oü pjsc plc pllc psc pte pty pvt pvtltd sarl sdn spc srl uab wll";
    /// What a name of a business ends with otherwise.
    Ending ENDING: "academy advisors advisory agencies agency agro apparels associate associates auto automobiles autos ayurveda \
        bakers bakery batteries bearings beverages biotech boutique bricks brothers builder builders cables cabs cafe carriers caterers \
        catering cements ceramics chemicals chemists church cinemas cleaners clothing co collections communications company computers \
        concrete constructions consultancy consultants consulting contracting cooperative corner couriers cranes creation creations \
        dairy decorators dentistry designs developers diagnostics distributors drugs electric electricals electronics embroideries \
        emporium ent enterprise enterprises equipment equipments est exporters exports fabricators fabrics farms fashion fashions \
        fertilizers fibres fireworks fitness flowers foods foundation foundry furnishers furnishings furniture garage garments gems \
        glass granites group handicrafts hardware healthcare holdings hosiery impex importers industries industry infotech infra \
        infrastructure institute interiors ispat jewelers jewellers jewellery jewels kirana laboratories labs landscaping leather \
        lighting logistics machinery machines marbles marine maritime marketing mart medicals metals mills minerals mobiles motors \
        movers namkeen nurseries nursery oils opticals organics packaging packers paints papers partners petroleum pharma pharmacy \
        photography plastics plumbing plywood polymers poultry press printers printing private productions products projects properties \
        publications publishers realtors realty rentals resorts restaurant retail rigging roadlines roofing rubber sanitary sarees \
        scaffolding seafoods seeds services silks solutions sons spices spinning stationers stationery steels stores studio studios \
        sugars suppliers supplies supply sweets systems tailors tannery technologies telecom textiles tiles timber timbers tools tours \
        toys tractors traders trading transport transports travels trust tubewells tyres ventures warehousing wellness wires woods works \
        yachts yarns";
    /// Something to be done with somebody: a name may follow.
    Request REQUEST: "analyse analyze assess authenticate background bgc bgv buscar busque cdd check checking checks chek chk \
        compare comprobar comprueba compruebe confirm consultar consulte cross-verify edd ekyc evaluate examine expedite find google \
        identify identity initiate inspect investigate kyb kyc kyv look lookup match matching onboard onboarding pre-screen prescreen \
        profile re-check re-verify recheck rescreen research revalidate reverify review revisar revise scan screen screening search \
        trace tracing validate validating verfiy verfy verif verifi verifica verificar verification verifique verifiquen verify \
        verifying vet vetting";
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
