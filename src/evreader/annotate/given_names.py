"""Given names that tell a person from an organisation, and often a gender."""

from evreader.annotate.lexicon import words

MALE_NAMES = words(
    """
    aaron adam adrian ahmed akio alan albert alejandro alessandro alex alexander alexandre alfred ali allan
    allen andre andreas andrei andrew andy angelo anthony antonio arjun arnold arthur artur ashok axel barack
    barry bart ben benjamin bernard bernd bernhard bernie bert bill billy björn bo bob bobby boris brad bradley
    brandon brendan brent brett brian bruce bruno bryan burkhard byron calvin cameron carl carlo carlos carlos
    casey cecil cedric chad charles charlie chester chip chris christian christoph christophe christopher chuck
    clarence claude claudio claus clay clayton cliff clifford clint clive colin conor corey craig curt curtis
    dale damian damien dan daniel danny dante darrell darren dave david dean denis dennis derek desmond detlef
    devin didier diego dieter dietmar dimitri dirk dmitry don donald doug douglas drew duncan dustin dwight
    dylan earl ed eddie edgar edmund eduardo edward edwin eli elias elliot elliott elon emil emmanuel enrique
    enrico eric erich erik ernest ernst ethan eugene evan fabian felipe felix ferdinand fernando finn francesco
    francis francisco franck frank frankie franz fred freddie frederic frederick friedrich fritz gabriel gareth
    garrett gary gavin gene geoff geoffrey george georg gerald gerard gerd gerhard gilbert giles giorgio
    giovanni giuseppe glenn gordon graham grant greg gregg gregory guido guillaume günter gunnar gustav guy
    hakan hal hank hannes hans harald harold harry harvey hassan heinrich heinz helmut hendrik henri henrik
    henry herbert herman hideo hiroshi hiroto horst howard hubert hugh hugo ian ibrahim igor ike isaac ivan jack
    jacob jacques jake james jamie jan jared jason javier jay jean-marc jean-luc jean-pierre jeb jeff jeffrey
    jens jeremy jerome jerry jesse jesús jim jimmy jochen joe joel johan johannes john johnny jon jonas jonathan
    jordan jörg jorge josé josef joseph josh joshua juan julian julien julius jun jürgen justin karim karl
    karsten katsuaki kazuo keith ken kenichi kenji kenneth kent kevin khaled kirk kjell klaus koji konstantin
    kurt kyle lance larry lars laurent lawrence lee leon leonard leonardo leroy leslie lester lewis liam linus
    lloyd logan lorenz lorenzo lou louis luc luca lucas luigi luis lukas luke luther maarten magnus makoto
    malcolm manfred manuel marc marcel marco marcos marcus mario mark markus martin marty marvin masahiro
    masashi mathias mats matt matteo matthew matthias maurice max maxim maximilian mehdi mehmet melvin michael
    michel mickey miguel mike mikhail milan mitch mitt mohamed mohammad mohammed morgan morris moritz muhammad
    murray naoto nate nathan nathaniel neal ned neil nelson newt nicholas nick nicola nicolas niels nigel nikhil
    niklas nikolai nils noah norbert norman oleg oliver olivier ola olaf omar oscar oskar otto owen pablo paolo
    pascal pat patrice patrick paul pedro per pete peter phil philip philipp philippe phillip pierre piotr
    preston rahul raj rajesh rakesh ralf ralph ramon randall randy raphael raul ravi ray raymond reed reinhard
    reince rene rex ricardo richard rick ricky rob robert roberto robin rod roderick rodney rodrigo roger roland
    rolf ron ronald ross roy ruben rudolf rudy rupert russ russell ryan sam samir samuel sanjay satoshi satya
    scott sean sebastian serge sergei sergey sergio seth shane shaun shawn shigeru shinji sidney simon spencer
    stan stanley stefan stefano stellan stephan stephane stephen steve steven stewart stuart sundar sunil sven
    takahiro takashi takeshi tariq taro ted terence terrence terry theo theodore thierry thomas thorsten tim
    timothy tobias todd tom tomas tommy tony torsten toshihiro travis trent trevor tyler ulf ulrich uwe valentin
    vernon victor vijay viktor vince vincent vinod virgil vladimir volker wade wally walt walter warren wayne
    wendell werner wesley wilbur wilhelm will willem william willie winston wolfgang wouter xavier yann yasuhiro
    yoshihiro yusuf yves zachary zach jean osamu wang josep mauro takao toshiaki kaoru jóhann mathieu florian
    dominik hinrich oliver-paul herbert adriano luciano matías tadashi hajime makarim rj jb jd jp
    """
)
FEMALE_NAMES = words(
    """
    abby abigail ada adele adriana agnes aisha alexandra alexis alice alicia alina alison allison alyssa amanda
    amber amelia amina amy ana andrea angela angelica anita anja anke ann anna anne annegret annette annika
    antonia april ariana ashley astrid audrey aurora ava barbara beate beatrice beatriz becky belinda bernadette
    beth bethany betsy betty beverly bianca birgit bonnie brenda bridget brigitte britta brittany brooke camila
    camille candace cara carla carly carmen carol carole carolin carolina caroline carolyn carrie cassandra
    catherine cathy cecilia celeste celine charlotte chelsea cheryl chiara chloe christa christiane christie
    christina christine cindy claire clara claudia colleen connie constance cora cornelia courtney crystal
    cynthia daisy dana daniela danielle daphne darlene dawn deanna debbie deborah debra deirdre delia denise
    diana diane dina dolores dominique donna dora doris dorothea dorothy edith eileen elaine eleanor elena elisa
    elisabeth elise eliza elizabeth ella ellen elsa emilia emily emma erica erika erin esther eugenia eva evelyn
    faith fatima felicia fiona flora florence frances francesca franziska frida gabriela gabriele gail geraldine
    gertrude gina ginni giorgia gisela giulia gloria grace greta gretchen gudrun gwen hannah harriet heather
    heidi heike helen helena helene helga hillary hilary hilda holly hope ida ilse ines ingrid irene iris irma
    isabel isabella isabelle ivana ivanka jackie jacqueline jana jane janet janice janine jasmine jean-marie
    jeanette jeanne jen jenna jennifer jenny jessica jill joan joanna joanne jocelyn jodi josephine joy joyce
    juana judith judy julia juliana julie juliette june jutta kamala karen karin karina karla kate katharina
    katherine kathleen kathryn kathy katie katja katrin kay kayla kelly kellyanne keiko kerry kerstin kim
    kimberly kirsten kristen kristin kristina kristine lara laura lauren lea leah leila lena leonie leslie
    leticia lidia lillian lily linda lindsay lisa liz lois lora lori lorraine louise lucia lucy luisa lydia lynn
    mabel madeleine madeline maggie mai manuela mara marcia margaret margarita margrethe maria mariah marian
    mariana marianne marie marilyn marina marion marissa marjorie marlene marta martha martina mary maureen maya
    megan mei melania melanie melinda melissa mercedes meredith michelle mildred mina mindy miranda miriam mona
    monica monika nadia nadine nancy naomi natalia natalie natasha nicole nina nora norma octavia olga olivia
    pamela patricia patty paula pauline penelope penny petra phyllis pia priscilla priya rachel ramona rebecca
    regina renate renee rhonda rita roberta rosa rosalind rose rosemary roxanne ruth sabine sabrina sally
    samantha sandra sara sarah shannon sharon sheila shelly sheryl shirley silke silvia simone sofia sonia sonja
    sophia sophie stacey stacy stefanie stella stephanie sue susan susanna susanne suzanne svenja svetlana
    sylvia tamara tammy tanja tanya tara tatiana teresa tess theresa tiffany tina tracy tricia ulrike ursula uta
    valentina valerie vanessa vera veronica victoria viola violet virginia vivian wanda wendy whitney wilma
    xiaowei yolanda yoko yuki yvonne zoe zoey linnea elke makiko akiko naoko lydie luz mireille
    """
)

FAMILY_NAMES_FIRST = words(
    """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang deng han
    feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lei cui tan fan
    jin shi xia fu fang zou xiong qin qiu meng hou yin xue yan duan long bai hao qian ou wan dai mao kong kim park
    choi jung jeong kang cho yoon jang lim shin kwon hwang seo nguyen tran pham phan vu dang bui ngo
    """
)
"""Chinese, Korean and Vietnamese family names, which stand before the given name: Kim Jong-un is Kim."""
