package disclosure_test

// secrecy is who has what after the story of relay, written by hand from the
// need-to-know table of the domain reference (section 5) and from what was decided
// about it (docs/adr/0016 to 0018), not from audience.go:
//
//   - a State on the route: its own legs, windows, authorisation and conditions;
//     its neighbours, and what passes between them and itself; what travels, its
//     dangers in full; alerts that call it; that it rests and that it is over;
//   - not: another State's conditions, windows, teams and places; where the goods
//     come from or go to beyond its neighbours; sources, and the lead's own words;
//   - a neighbour: who directs, that sight was lost and found, that the goods are
//     to be stopped and were; not by whom, where and how;
//   - nobody anything from a State of which it may not know that it takes part;
//   - a State that is only possible: nothing. One that the goods turn to or enter:
//     whom to call, the dangers, when, and then what concerns it;
//   - handled H2: the author's State and the lead; the others its dangers. What is
//     released to a State it has, until the codes change;
//   - how to handle it: whoever has anything of the fact;
//   - what was told wrongly: who is not told better loses it (-at), who is told has
//     both;
//   - the lead: all statuses, conditions and clocks;
//   - an author: the own command, and no more of what follows from it than others.
//
// RO and AT are two legs apart, and so are HU and DE. CZ and DE are neighbours from
// 04:00, CZ is nobody's else. What stands behind a command is its slots, its texts
// (*) and what was derived from it (family.fact/member; of breaches and alerts the
// rule or cause, and the State). Whoever is not named has nothing: so ro.lead,
// at.lead, sk and nl, who appear in no line.
const secrecy = `
open             operation basis                    ro hu hu.lead at de cz
open             aim*                               hu.lead
involve-ro       state                              ro hu.lead
involve-hu       state                              hu hu.lead
involve-at       state                              hu.lead at
involve-de       state                              hu.lead de
involve-sk       state                              hu.lead
foresee-cz       state                              hu.lead
involve-cz       state                              hu.lead cz

item             item quantity named handling       ro hu hu.lead at de cz
item             description* concealment* restriction*  ro hu hu.lead at de cz
item             parties*                           hu.lead
item             origin                             ro hu hu.lead
item-held        item named handling restriction*   ro hu hu.lead at de cz
item-held        quantity description* concealment* origin  hu hu.lead
item-held        parties*                           hu.lead

leg-ro           leg window named instructions*  ro hu.lead
leg-hu           leg window watch named instructions*  hu hu.lead
leg-at           leg window named instructions*  hu.lead at
leg-de           leg window named instructions*  hu.lead de
leg-alt          leg window named instructions*     hu.lead de
activate-alt     activation reason*                 hu.lead de
leg-cz           leg window named instructions*  hu.lead cz
revise-leg       revision window reason*            hu.lead de
drop-leg         dropped reason*                    hu.lead cz
point-ro-hu      point window place named     ro hu hu.lead
point-ro-hu      label* procedure*  ro hu hu.lead
point-hu-at      point window place named     hu hu.lead at
point-hu-at      label* procedure*  hu hu.lead at
point-at-de      point window place named     hu.lead at de
point-at-de      label* procedure*  hu.lead at de
point-2          point window place named     hu hu.lead at
point-2          label* procedure*  hu hu.lead at
point-cz-de      point window place named     hu.lead de cz
point-cz-de      label* procedure*  hu.lead de cz
revise-point     revision window place label*       hu.lead at de
drop-point       dropped reason*                    hu hu.lead at
checkpoint-ro    checkpoint window place            ro hu.lead
checkpoint-ro    named label*                       ro hu.lead
checkpoint-hu    checkpoint window place            hu hu.lead
checkpoint-hu    named label*                       hu hu.lead
checkpoint-hu-2  checkpoint window place            hu hu.lead
checkpoint-hu-2  named label*                       hu hu.lead
checkpoint-at    checkpoint window place            hu.lead at
checkpoint-at    named label*                       hu.lead at
checkpoint-de    checkpoint window place            hu.lead de
checkpoint-de    named label*                       hu.lead de
revise-checkpoint revision window place label*      hu hu.lead
waive-checkpoint waived reason*                     hu.lead de
due/RO-CP1       due                                ro hu.lead
due/HU-CP1       due                                hu hu.lead
due/HU-CP2       due                                hu hu.lead
due/AT-CP1       due                                hu.lead at

ask-ro           request window ceiling             ro hu.lead
ask-ro           facts* concealment* suspects*  ro hu.lead
ask-ro           customs* other* handling restriction*  ro hu.lead
grant-ro         grant window ceiling               ro hu.lead
grant-ro         conditions* reason* decision*  ro hu.lead
grant-ro         handling restriction*  ro hu.lead
ask-hu           request window ceiling             hu hu.lead
ask-hu           facts* concealment* suspects*  hu hu.lead
ask-hu           customs* other* handling restriction*  hu hu.lead
grant-hu         grant window ceiling               hu hu.lead
grant-hu         conditions* reason* decision*  hu hu.lead
grant-hu         handling restriction*  hu hu.lead
ask-de           request window ceiling             hu.lead de
ask-de           facts* concealment* suspects*  hu.lead de
ask-de           customs* other* handling restriction*  hu.lead de
grant-de         grant window ceiling               hu.lead de
grant-de         conditions* reason* decision*  hu.lead de
grant-de         handling restriction*  hu.lead de
ask-at           request window ceiling             hu.lead at
ask-at           facts* concealment* suspects*  hu.lead at
ask-at           customs* other* handling restriction*  hu.lead at
refuse-at        refusal reason*                    hu.lead at
ask-at-again     request window ceiling             hu.lead at
ask-at-again     facts* concealment* suspects*  hu.lead at
ask-at-again     customs* other* handling restriction*  hu.lead at
grant-at         grant window ceiling               hu.lead at
grant-at         conditions* reason* decision*  hu.lead at
grant-at         handling restriction*  hu.lead at
confirm-at       confirmation decision*             hu.lead at
vary-at          variation window ceiling area means reason*   hu.lead at
suspend-at       suspension reason*                 hu.lead at
resume-at        resumption remark*                 hu.lead at
ask-short        request window ceiling             hu.lead at
ask-short        facts* concealment* suspects*  hu.lead at
ask-short        customs* other* handling restriction*  hu.lead at
grant-short      grant window ceiling               hu.lead at
grant-short      conditions* reason* decision*  hu.lead at
grant-short      handling restriction*  hu.lead at
lapsing/ask-short lapsing                           hu.lead at
lapsed/ask-short lapse                              hu.lead at
ask-cz           request window ceiling             hu.lead cz
ask-cz           facts* concealment* suspects*  hu.lead cz
ask-cz           customs* other* handling restriction*  hu.lead cz
grant-cz         grant window ceiling               hu.lead cz
grant-cz         conditions* reason* decision*  hu.lead cz
grant-cz         handling restriction*  hu.lead cz
grant-cz         alert.resolved/crossed-without-authority/CZ hu.lead cz
revoke-ro        revocation reason*                 ro hu.lead
impose-at        condition named wording*           hu.lead at
meet-at          met remark*                        hu.lead at
impose-de        condition named wording*           hu.lead de
waive-de         waived reason*                     hu.lead de

approve          departure                          ro hu hu.lead
approve          remark*                            hu.lead
suspend          suspension                         ro hu hu.lead at de cz
suspend          reason*                            hu.lead
resume           resumption                         ro hu hu.lead at de cz
resume           remark*                            hu.lead

depart           departed handling restriction*     ro hu hu.lead
depart           remark*                            ro hu.lead
depart           direction.moved/direction          ro hu hu.lead
depart           alert.raised/unwatched/RO          ro hu.lead
possess          possession remark*                 ro hu.lead
possess          handling restriction*              ro hu.lead
eyes-ro          eyes team remark*                  ro hu.lead
eyes-ro          handling restriction*              ro hu.lead
eyes-ro          alert.resolved/unwatched/RO        ro hu.lead
reach-ro         reached remark*                    ro hu.lead
reach-ro         handling restriction*              ro hu.lead

offer            offer pack message*                ro hu hu.lead
offer            handling restriction*              ro hu hu.lead
refuse-offer     refusal reason*                    ro hu hu.lead
offer-back       offer pack message*                ro hu hu.lead
offer-back       handling restriction*              ro hu hu.lead
withdraw-offer   withdrawal reason*                 ro hu hu.lead
offer-late       offer pack message*                ro hu hu.lead
offer-late       handling restriction*              ro hu hu.lead
timed-out/offer-late timeout                        ro hu hu.lead
timed-out/offer-late alert.raised/offer-timed-out/RO ro hu.lead
acknowledge-ro   acknowledgement action*            ro hu.lead
escalate-ro      escalation reason*                 ro hu.lead
offer-again      offer pack message*                ro hu hu.lead
offer-again      handling restriction*              ro hu hu.lead
accept           acceptance discrepancies*          ro hu hu.lead
accept           direction.bound/bound              ro hu hu.lead
accept           alert.resolved/offer-timed-out/RO  ro hu.lead
complete         completion remark*                 ro hu hu.lead
complete         handling restriction*              ro hu hu.lead
complete         direction.moved/direction          ro hu hu.lead at
complete         direction.moved/left               ro hu hu.lead

eyes-hu          eyes team remark*                  hu hu.lead
eyes-hu          handling restriction*              hu hu.lead
degrade-hu       eyes team remark*                  hu hu.lead
degrade-hu       handling restriction*              hu hu.lead
lose-hu          eyes handling restriction*         ro hu hu.lead at
lose-hu          team place remark*                 hu hu.lead
lose-hu          alert.raised/eyes-on-lost/HU       hu hu.lead
lose-hu          alert.raised/eyes-on-lost/AT       hu.lead at
regain-hu        eyes handling restriction*         ro hu hu.lead at
regain-hu        team remark*                       hu hu.lead
regain-hu        alert.resolved/eyes-on-lost/HU     hu hu.lead
regain-hu        alert.resolved/eyes-on-lost/AT     hu.lead at
sight-held       sighting handling restriction*     hu hu.lead at
sight-held       place remark*                      hu hu.lead
release-at       release purpose*                   hu hu.lead at
missed/HU-CP1    missed                             hu hu.lead
missed/HU-CP1    alert.raised/checkpoint-missed/HU  hu hu.lead
resolve-hu       resolution remark*                 hu hu.lead

offer-at         offer pack message*                hu hu.lead at
offer-at         handling restriction*              hu hu.lead at
cross            crossing remark*                   hu hu.lead at
cross            handling restriction*              hu hu.lead at
cross            alert.raised/unwatched/AT          hu.lead at
cross            breach.found/crossed-without-acceptance/AT  hu.lead at
cross            alert.raised/crossed-without-acceptance/AT  hu.lead at
cross            direction.moved/direction          hu hu.lead at de
cross            direction.moved/left               ro hu hu.lead at
accept-at        acceptance discrepancies*          hu hu.lead at
accept-at        direction.moved/direction          hu hu.lead at de
accept-at        alert.resolved/crossed-without-acceptance/AT hu.lead at
sight-hu         sighting place remark*             hu hu.lead
sight-hu         handling restriction*              hu hu.lead
eyes-at          eyes team remark*                  hu.lead at
eyes-at          handling restriction*              hu.lead at
accept-at        alert.resolved/unwatched/AT        hu.lead at
reach-at         reached remark*                    hu.lead at
reach-at         handling restriction*              hu.lead at

sight-at         place                              hu.lead at
sight-at         sighting remark*                   hu.lead at -de
sight-at         handling restriction*              hu.lead at -de
release-de       release purpose*                   hu.lead at de
change           change restriction*                hu.lead at
sight-out        sighting place remark*             hu.lead at -de
sight-out        handling restriction*              hu.lead at -de
sight-out-again  sighting place remark*             hu.lead at
sight-out-again  handling restriction* corrects     hu.lead at
sight-in         sighting place remark*             hu.lead at
sight-in         handling restriction*              hu.lead at
sight-in-again   sighting place remark*             hu.lead at de
sight-in-again   handling restriction*              hu.lead at de
sight-in-again   corrects                           hu.lead at
sight-never      sighting place remark*             hu.lead at
sight-never      handling restriction*              hu.lead at
retract          retraction reason*                 hu.lead at

deviate          deviation place remark*            hu.lead at cz
deviate          handling restriction*              hu.lead at cz
deviate          state.triggered/trigger            hu.lead cz
deviate          state.triggered/hazards            hu.lead cz
deviate          alert.raised/coming-your-way/CZ    hu.lead cz
acknowledge-cz   acknowledgement action*            hu.lead cz

cross-cz         crossing remark*                   hu.lead at cz
cross-cz         handling restriction*              hu.lead at cz
cross-cz         breach.found/crossed-without-authority/CZ   hu.lead cz
cross-cz         alert.raised/crossed-without-authority/CZ   hu.lead cz
cross-cz         breach.found/crossed-without-acceptance/CZ  hu.lead cz
cross-cz         alert.raised/crossed-without-acceptance/CZ  hu.lead cz
cross-cz         alert.raised/unwatched/CZ          hu.lead cz
cross-cz         direction.moved/direction          hu.lead cz de
cross-cz         direction.moved/left               hu hu.lead at de
sight-cz         sighting place remark*             hu.lead cz
sight-cz         handling restriction*              hu.lead cz
wish-cz          wish reason*                       hu.lead cz
decline-cz       declined reason*                   hu.lead cz
repeated/unwatched/CZ/1 repetition                  hu.lead cz
repeated/unwatched/CZ/2 repetition                  hu.lead cz
repeated/crossed-without-authority/CZ/1  repetition hu.lead cz

repeated/crossed-without-acceptance/CZ/1 repetition hu.lead cz
repeated/crossed-without-acceptance/CZ/2 repetition hu.lead cz

offer-de         offer pack message*                hu.lead de cz
offer-de         handling restriction*              hu.lead de cz
accept-de        acceptance discrepancies*          hu.lead de cz
accept-de        direction.bound/bound              hu.lead de cz
cross-de         crossing remark*                   hu.lead de cz
cross-de         handling restriction*              hu.lead de cz
cross-de         direction.moved/direction          hu.lead at de cz
cross-de         direction.moved/left               hu.lead de cz
cross-de         alert.resolved/coming-your-way/CZ  hu.lead cz
cross-de         alert.resolved/crossed-without-acceptance/CZ hu.lead cz
cross-de         alert.resolved/unwatched/CZ        hu.lead cz
cross-wrong      crossing remark*                   hu.lead de cz
cross-wrong      handling restriction*              hu.lead de cz
cross-wrong      breach.found/crossed-without-acceptance/CZ  hu.lead cz
cross-wrong      direction.moved/direction          hu.lead de cz
cross-wrong      direction.moved/left               hu.lead at de cz
cross-wrong      alert.raised/crossed-without-acceptance/CZ hu.lead cz
cross-wrong      alert.raised/unwatched/CZ          hu.lead cz
retract-wrong    retraction reason*                 hu.lead de cz
retract-wrong    direction.retracted/retracted      hu.lead de cz
retract-wrong    direction.retracted/returned       hu.lead at de cz
retract-wrong    alert.resolved/crossed-without-acceptance/CZ hu.lead cz
retract-wrong    alert.resolved/unwatched/CZ        hu.lead cz
wish-de          wish reason*                       hu.lead de
order-de         order                              hu.lead at de cz
order-de         place reason*                      hu.lead de
execute-de       executed handling restriction*     hu.lead at de cz
execute-de       place remark*                      hu.lead de

execute-de       direction.ended/ended              hu.lead at de cz

terminate        termination                        ro hu hu.lead at de cz
terminate        reason*                            hu.lead
end              ending                            ro hu hu.lead at de cz
end              remark*                            hu.lead

ask-full         request window ceiling legal goods  hu.lead at
ask-full         route means authority facts*       hu.lead at
ask-full         concealment* suspects* customs*    hu.lead at
ask-full         other* handling restriction*       hu.lead at
unacknowledged/ask-full unacknowledged              hu.lead at
unacknowledged/ask-full alert.raised/request-unacknowledged/HU hu.lead
receive-at       alert.resolved/request-unacknowledged/HU hu.lead
question-at      alert.raised/information-asked/HU  hu.lead
supply           alert.resolved/information-asked/HU hu.lead
unanswered/ask-full unanswered                      hu.lead at
unanswered/ask-full alert.raised/request-unanswered/HU hu.lead
grant-full       alert.resolved/request-unanswered/HU hu.lead
receive-at       receipt remark*                    hu.lead at
question-at      question wording*                  hu.lead at
supply           answer wording*                    hu.lead at
contest-at       contest reason*                    hu.lead at
settle-at        settlement reason*                 hu.lead at
grant-full       grant window ceiling area means    hu.lead at
grant-full       demands conditions* reason*        hu.lead at
grant-full       decision* handling restriction*    hu.lead at

assure-de        assurance                          hu.lead at de cz
assure-de        wording*                           hu.lead de
assure-at        assurance                          hu hu.lead at de
assure-at        wording*                           hu.lead at
unassure-at      withdrawn                          hu hu.lead at de
unassure-at      reason*                            hu.lead at
team-at          assignment remark*                 hu.lead at
ready-at         ready remark*                      hu.lead at
admit-at         admission instructions*            hu.lead at de
admit-at         names*                             at
undercover-ro    presence                           ro hu hu.lead
undercover-ro    conditions*                        ro
undercover-ro    part.restated/restated             ro hu hu.lead at de cz
undercover-ro    part.restated/quantity             ro hu hu.lead at de cz
undercover-ro    part.restated/hazards              ro hu hu.lead at de cz
letter-hu        letter wording*                    hu hu.lead
unletter-hu      withdrawn reason*                  hu hu.lead
deconflict-at    entry remark*                      hu.lead at
issue-at         issue named remark*                hu.lead at
return-at        alert.raised/plan-returned/HU      hu.lead
issue-at-again   alert.resolved/plan-returned/HU    hu.lead
return-at        returned reason*                   hu.lead at
issue-at-again   issue named remark*                hu.lead at
approve-at       approval remark*                   hu.lead at
propose-substitution proposal reason*               hu.lead de
authorise-substitution substitution wording*        hu.lead de
risk-de          risk reason*                       hu.lead de
device-hu        device named remark*               hu hu.lead
propose-device-hu proposal remark*                  hu hu.lead
approve-device-hu approval conditions*              hu hu.lead
propose-device-at proposal remark*                  hu.lead at
approve-device-at approval conditions*              hu.lead at
propose-device-de proposal remark*                  hu.lead de
refuse-device-de refusal reason*                    hu.lead de
device-ro        device named remark*               ro hu.lead
abandon-ro       abandoned reason*                  ro hu.lead

open-ro          opening remark*                    ro hu.lead
open-ro          handling restriction*              ro hu.lead
weigh-ro         weighing handling restriction*     ro hu hu.lead
weigh-ro         remark*                            ro hu.lead
weigh-held       weighing handling restriction*     ro hu hu.lead
weigh-held       remark*                            ro hu.lead
sample-ro        sample remark*                     ro hu.lead
sample-ro        handling restriction*              ro hu.lead
test-ro          test handling restriction*         ro hu hu.lead
test-ro          remark*                            ro hu.lead
seal-ro          seal handling restriction*         ro hu hu.lead
seal-ro          remark*                            ro hu.lead
convey-ro        conveyance plate*                  ro hu hu.lead
convey-ro        handling restriction*              ro hu hu.lead
convey-ro        remark*                            ro hu.lead

convey-hu        conveyance plate*                  hu hu.lead at
convey-hu        handling restriction*              hu hu.lead at
convey-hu        remark*                            hu hu.lead
check-hu         check handling restriction*        ro hu hu.lead at
check-hu         remark*                            hu hu.lead
fit-hu           fitted handling restriction*       hu hu.lead at
fit-hu           remark*                            hu hu.lead
read-hu          reading place remark*              hu hu.lead
read-hu          handling restriction*              hu hu.lead
halt-hu          halt                               ro hu hu.lead at
halt-hu          reason*                            hu hu.lead
incident-hu      incident handling restriction*     ro hu hu.lead at
incident-hu      place remark*                      hu hu.lead
lift-hu          lifted                             ro hu hu.lead at
lift-hu          remark*                            hu hu.lead
decide-hu        decided                            ro hu hu.lead at
decide-hu        plan*                              hu hu.lead
go-hu            go reason*                         hu hu.lead

weapons-at       weapons handling restriction*      hu hu.lead at de
weapons-at       remark*                            hu.lead at
weapons-at       part.restated/restated             ro hu hu.lead at de cz
weapons-at       part.restated/quantity             ro hu hu.lead at de cz
weapons-at       part.restated/hazards              ro hu hu.lead at de cz
safe-at          part.restated/restated             ro hu hu.lead at de cz
safe-at          part.restated/quantity             ro hu hu.lead at de cz
safe-at          part.restated/hazards              ro hu hu.lead at de cz
safe-at          removed handling restriction*      hu hu.lead at de
safe-at          remark*                            hu.lead at
split-at         split where place remark*          hu.lead at
split-at         handling restriction*              hu.lead at
merge-at         merge remark*                      hu.lead at
merge-at         handling restriction*              hu.lead at
convey-at        conveyance plate*                  hu.lead at de
convey-at        handling restriction*              hu.lead at de
convey-at        remark*                            hu.lead at
found/AT         found                              hu.lead at
found/AT         alert.raised/deconfliction/AT      hu.lead at
found/AT         alert.raised/deconfliction-abroad/HU hu.lead
repeated/deconfliction/AT/1 repetition              hu.lead at
repeated/deconfliction/AT/2 repetition              hu.lead at
repeated/deconfliction/AT/3 repetition              hu.lead at
repeated/deconfliction/AT/3 alert.raised/not-told/HU hu.lead
repeated/deconfliction-abroad/HU/1 repetition hu.lead
repeated/deconfliction-abroad/HU/2 repetition hu.lead
repeated/deconfliction-abroad/HU/3 repetition hu.lead
repeated/not-told/HU/3 repetition                   hu.lead
settle/deconfliction/AT resolution remark*          hu.lead at
settle/stop-surveillance/AT resolution remark*      hu.lead at
settle/stop-surveillance/AT alert.resolved/not-told/HU hu.lead
settle/deconfliction-abroad/HU resolution remark* hu.lead
tamper-at        tampered handling restriction*     hu.lead at de
tamper-at        remark*                            hu.lead at
recover-at       recovered remark*                  hu.lead at
recover-at       handling restriction*              hu.lead at

notify-cz        notification remark*               hu.lead at cz
notify-cz        handling restriction*              hu.lead at cz
follow-at        notice remark*                     hu.lead at cz
follow-at        handling restriction*              hu.lead at cz
allow-cz         allowed conditions*                hu.lead at cz
follow-again     notice remark*                     hu.lead at cz
follow-again     handling restriction*              hu.lead at cz
stop-cz          stopped reason*                    hu.lead at cz

eyes-de          eyes team remark*                  hu.lead de
eyes-de          handling restriction*              hu.lead de
declare-de       declared                           hu.lead at de cz
declare-de       reason*                            hu.lead de
regain-de        eyes handling restriction*         hu.lead at de cz
regain-de        team remark*                       hu.lead de
follow-late      notice remark*                     hu.lead at cz
follow-late      handling restriction*              hu.lead at cz
substitute-de    performed remark*                  hu.lead de
substitute-de    handling restriction*              hu.lead de
store-de         stored remark*                     hu.lead de
store-de         handling restriction*              hu.lead de
loss-de          loss search*                       hu.lead de
declare-loss-de  declaration remark*                hu.lead de

deliver-de       delivery place persons* remark*    hu.lead de
deliver-de       handling restriction*              hu.lead de
consignee-de     consignee identity* remark*        hu.lead de
consignee-de     handling restriction*              hu.lead de
arrest-de        arrest place persons* remark*      hu.lead de
arrest-de        handling restriction*              hu.lead de
seize-de         seizure place remark*              hu.lead de
seize-de         handling restriction*              hu.lead de
seize-held       seizure remark*                    ro hu.lead
seize-held       handling restriction*              ro hu.lead

cost-at          cost remark*                       hu hu.lead at
settle-cost      settlement remark*                 hu hu.lead at
leak             breached remark*                   hu hu.lead at
leak             handling restriction*              hu hu.lead at
debrief          debrief                            ro hu hu.lead at de cz
debrief          lessons*                           hu.lead
report-ro        report wording*                    ro hu.lead
report-hu        report wording*                    hu hu.lead
report-at        report wording*                    hu.lead at
report-de        report wording*                    hu.lead de
report-cz        report wording*                    hu.lead cz
close            closing                            ro hu hu.lead at de cz
close            remark*                            hu.lead
reopen           reopening                          ro hu hu.lead at de cz
reopen           reason*                            hu.lead

lost/HU          lost                               hu hu.lead
lost/HU          alert.raised/control-lost/RO       ro hu.lead
lost/HU          alert.raised/control-lost/HU       hu hu.lead
lost/HU          alert.raised/control-lost/AT       hu.lead at
undecided/HU     undecided                          hu hu.lead
undecided/HU     alert.raised/control-undecided/HU  hu hu.lead
decide-hu        alert.resolved/control-undecided/HU hu hu.lead
regain-hu        alert.resolved/control-lost/RO     ro hu.lead
regain-hu        alert.resolved/control-lost/HU     hu hu.lead
regain-hu        alert.resolved/control-lost/AT     hu.lead at
stale/HU         stale                              hu hu.lead
stale/HU         alert.raised/device-stale/HU       hu hu.lead
cross            alert.raised/device-stale/AT       hu.lead at
repeated/device-stale/HU/1 repetition               hu hu.lead
repeated/device-stale/HU/2 repetition               hu hu.lead
recover-at       alert.resolved/device-stale/HU     hu hu.lead
recover-at       alert.resolved/device-stale/AT     hu.lead at
incident-hu      alert.raised/incident/HU           hu hu.lead
repeated/incident/HU/1 repetition                   hu hu.lead
repeated/incident/HU/2 repetition                   hu hu.lead
repeated/incident/HU/3 repetition                   hu hu.lead
settle/incident/HU resolution remark*               hu hu.lead
go/HU-CP2        due                                hu hu.lead
go/HU-CP2        alert.raised/go-no-go/HU           hu hu.lead
repeated/go-no-go/HU/1 repetition                   hu hu.lead
cross            alert.resolved/go-no-go/HU         hu hu.lead
cross            breach.found/passed-last-safe-point/HU hu hu.lead
cross            alert.raised/passed-last-safe-point/HU hu hu.lead
repeated/passed-last-safe-point/HU/1 repetition     hu hu.lead
repeated/passed-last-safe-point/HU/2 repetition     hu hu.lead
repeated/passed-last-safe-point/HU/3 repetition     hu hu.lead
settle/passed-last-safe-point/HU resolution remark* hu hu.lead

split-at         part.begun/begun part.begun/item   ro hu hu.lead at de cz
split-at         part.begun/quantity                ro hu hu.lead at de cz
split-at         part.restated/restated             ro hu hu.lead at de cz
split-at         part.restated/quantity             ro hu hu.lead at de cz
split-at         direction.moved/direction          hu hu.lead at de
split-at         alert.raised/unwatched/AT          hu.lead at
merge-at         part.restated/restated             ro hu hu.lead at de cz
merge-at         part.restated/quantity             ro hu hu.lead at de cz
merge-at         direction.ended/ended              hu hu.lead at de
merge-at         alert.resolved/unwatched/AT        hu.lead at
tamper-at        alert.raised/device-tampered/HU    hu hu.lead
tamper-at        alert.raised/device-tampered/AT    hu.lead at
recover-at       alert.resolved/device-tampered/HU  hu hu.lead
recover-at       alert.resolved/device-tampered/AT  hu.lead at

follow-at        alert.raised/urgent-surveillance/CZ hu.lead cz
allow-cz         alert.resolved/urgent-surveillance/CZ hu.lead cz
follow-again     alert.raised/urgent-surveillance/CZ hu.lead cz
stop-cz          alert.resolved/urgent-surveillance/CZ hu.lead cz
stop-cz          alert.raised/stop-surveillance/AT  hu.lead at
repeated/stop-surveillance/AT/1 repetition          hu.lead at
repeated/stop-surveillance/AT/2 repetition          hu.lead at
repeated/stop-surveillance/AT/3 repetition          hu.lead at
repeated/not-told/HU/1 repetition                   hu.lead
repeated/not-told/HU/2 repetition                   hu.lead
follow-late      breach.found/notified-late/CZ      hu.lead cz
follow-late      alert.raised/notified-late/CZ      hu.lead cz
follow-late      alert.raised/urgent-surveillance/CZ hu.lead cz
repeated/notified-late/CZ/1 repetition              hu.lead cz
repeated/notified-late/CZ/2 repetition              hu.lead cz
settle/notified-late/CZ resolution remark*          hu.lead cz
expired/follow-late expired                         hu.lead at cz
expired/follow-late alert.raised/stop-surveillance/AT hu.lead at
expired/follow-late alert.resolved/urgent-surveillance/CZ hu.lead cz

declare-de       alert.raised/control-lost/DE       hu.lead de
declare-de       alert.raised/control-lost-abroad/HU hu.lead
regain-de        alert.resolved/control-lost/DE     hu.lead de
regain-de        alert.resolved/control-lost-abroad/HU hu.lead
substitute-de    part.restated/restated             ro hu hu.lead at de cz
substitute-de    part.restated/quantity             ro hu hu.lead at de cz
declare-loss-de  part.restated/restated             ro hu hu.lead at de cz
declare-loss-de  part.restated/quantity             ro hu hu.lead at de cz
declare-loss-de  alert.raised/goods-lost/HU         hu.lead
repeated/goods-lost/HU/1 repetition                 hu.lead
repeated/goods-lost/HU/2 repetition                 hu.lead
settle/goods-lost/HU resolution remark*             hu.lead
execute-de       alert.raised/interdicted/HU        hu.lead
repeated/interdicted/HU/1 repetition                hu.lead
repeated/interdicted/HU/2 repetition                hu.lead
settle/interdicted/HU resolution remark*            hu.lead
leak             alert.raised/disclosure-breach-abroad/HU hu.lead
leak             alert.raised/disclosure-breach/AT  hu.lead at
settle/disclosure-breach-abroad/HU resolution remark* hu.lead
settle/disclosure-breach/AT resolution remark*      hu.lead at
overdue/DE       overdue                            hu.lead de
overdue/DE       alert.raised/report-overdue/DE     hu.lead de
overdue/DE       alert.raised/report-overdue-abroad/HU     hu.lead
report-de        alert.resolved/report-overdue/DE   hu.lead de
report-de        alert.resolved/report-overdue-abroad/HU   hu.lead
`
