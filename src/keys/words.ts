/**
 * English and programming words of four letters and more, such as class names and invented keys are made of. Written
 * down for this project from the vocabulary of interfaces and style sheets.
 */
export const DICTIONARY: ReadonlySet<string> = new Set(
  `
able about above access account action active actor adapter address admin after again agent alert align alpha
analysis angular anim animation append apple application apply area array arrow article aspect asset assign
async attach attr audio author auto avatar back background badge banner base basic before below best beta
between bill binary bind bitmap black block blue board body bold book boolean border both bottom bounce bound
branch brand break bridge browser bubble bucket buffer build bundle button byte cache call cancel canvas card
cart cascade case catch category cell center chain change channel chapter char chart chase check child choice
chrome circle class clean clear click client clock clone close cloud code collapse collect color column comma
command comment commit common compare complete component compose compute concat config confirm connect console
const constant contact contain container content context control convert cookie copy core corner count cover
create credential cross cube current cursor custom dark dash data database date debug decode default define
delay delete demo deploy desc design desk detail detect device dialog diff digit direct directive directory
disable disk dispatch display divider dock document domain done double down download draft drag draw drop
dropdown duration dynamic each easy edge edit editor effect element else embed empty enable encode engine enter
entity entry enum equal error escape event every exact example exception execute exist exit expand expect
explore export express extend external extra fade fading fail fallback false family fast feature feed fetch
field figure file fill filter final find first flag flash flat flex float flow focus fold folder folding font
foot footer force form format forward frame free fresh from front full function future gallery game gate gateway
general generate generic give glass global gold google grade gradient grand graph great green grid group guard
guest guide half hand handle handler hash have head header health heart heavy height hello help here hidden hide
high highlight history hold home hook host hour hover html http icon ideal image import inactive include index
info inherit init inline inner input insert inside instance integer interface internal into invert invoice issue
item jump just keep keyboard label lambda language large last late layer layout lazy leaf learn left legal
length level library light like limit line link list live load loader local locale location lock login logo
logout long look loop lower machine macro mail main make manage manager manual margin mark market mask master
match math media member memory menu merge message meta method middle mini minor minute mirror mobile modal mode
model modern modify module moment monitor month more mount mouse move much multi music must mutable name native
navigation near need nest network never news next nice night node normal note notice notification null number
object offset often only opacity open operator option orange order origin other outer outline output over
overflow overlay overview override owner pack package page panel paragraph parent parse part partial party pass
password paste patch path pattern pause payment people percent period person phone photo pick picture piece pink
pipe pixel place plain plan platform play player please plugin point policy poll pool popup port position post
power prefix prepare present press preview previous price primary print priority private process product profile
program progress project promise prompt proper property protect proto provider proxy public publish pull pulse
pure purple push quality query question queue quick quiet quote radio raise random range rate rating read ready
real recent record rectangle redirect reduce refer refresh region register regular relative release reload
remote remove rename render repeat replace reply report request require reset resize resolve resource response
rest result resume return reverse review rich right role root rotate round route router rule runtime safe sale
same sample save scale scan scene schedule schema scope score screen script scroll search second secret section
secure security select self send sense separate sequence serial series server service session setting setup
shadow shape share sheet shell shift ship shop short should show side sidebar sign signal silver simple single
site size skeleton sketch skill skin skip slide slider slot slow small smart smooth snap social soft some sort
sound source space span spark special speed spin spinner split spread spring square stack staff stage standard
star start state static station status step stick still stock stop storage store story stream street strict
string stripe strong struct style submit success such suggest suite summary super supply support sure surface
swap sweep switch symbol sync system table tablet take target task team template term test text than thank that
their them theme then there these they thing think third this thread three through thumb ticket tile time timer
title toast today together toggle token tool tooltip topic total touch track trade traffic trail train transfer
transform transition translate transparent trash tree trend trigger true trust turn tutorial type under unique
unit unknown unlock until update upgrade upload upper usage user using utility valid value variable vector
vendor verify version vertical very video view virtual visible vision visit visual voice wait walk wall wallet
want warn warning watch water wave weather week weight welcome well what wheel when where which while white wide
widget width will window wire with within without word work worker world worth would wrap wrapper write yellow
your zero zone zoom
`
    .trim()
    .split(/\s+/),
);
