/* SPDX-License-Identifier: Apache-2.0 */
/* EVIDENCE(name, why): what may speak for a kind. `evidence` rows of packs/<pack>/kinds.tsv weigh it in
 * every mode of the section; `why` is said when it weighed most. */
#define PROMISE W("words of a promise")
#define DONE W("words of something done")
#define PRAISE W("words of praise, meaning or diagnosis")
#define VERB W("it begins with a verb of work")
#define NAMED W("it names who is responsible")
#define LIMIT W("it has a deadline")
#define MEASURED W("it states what was measured")
#define MEETING W("a byline or the news of a meeting")
#define PLACE NULL /* the mode of the section says it */
EVIDENCE(always, PLACE)
/* words of a sentence, as cues.tbl.h names them */
EVIDENCE(will, PROMISE)
EVIDENCE(must, PROMISE)
EVIDENCE(ought, PROMISE)
EVIDENCE(aim, PROMISE)
EVIDENCE(ensure, PROMISE)
EVIDENCE(next, PROMISE)
EVIDENCE(pre_far, PROMISE)
EVIDENCE(done, DONE)
EVIDENCE(done_often, DONE) /* twice or more */
EVIDENCE(aspect, DONE)
EVIDENCE(measured, MEASURED)
EVIDENCE(measured_often, MEASURED)
EVIDENCE(recent, DONE)
EVIDENCE(copula, PRAISE)
EVIDENCE(worth, PRAISE)
EVIDENCE(worth_often, PRAISE)
EVIDENCE(foretell, PRAISE)
EVIDENCE(diagnosis, PRAISE)
EVIDENCE(diagnosis_often, PRAISE)
EVIDENCE(says, W("it reports what others decided"))
EVIDENCE(attitude, PRAISE)
EVIDENCE(promise_first, PROMISE) /* of the words of will, report and praise the first, the last */
EVIDENCE(promise_last, PROMISE)
EVIDENCE(report_first, DONE)
EVIDENCE(report_last, DONE)
EVIDENCE(praise_first, PRAISE)
EVIDENCE(praise_last, PRAISE)
EVIDENCE(wordless, PLACE)      /* none of them */
EVIDENCE(describes, PRAISE)    /* 地处, 拥有 */
/* how it is built */
EVIDENCE(verb_first, VERB)
EVIDENCE(no_work, PRAISE)      /* no number, no day, no verb of work: a saying */
EVIDENCE(repeats, PRAISE)      /* 落实，落实，… */
EVIDENCE(appeal, W("an appeal")) /* 让我们…, 希望大家… */
EVIDENCE(above, W("it reports what others decided")) /* 全会…, 省委… */
EVIDENCE(owner, NAMED)         /* X牵头, 由X… */
EVIDENCE(office_must, NAMED)   /* 各单位要 */
EVIDENCE(asked, PROMISE)       /* 请X… */
EVIDENCE(labelled, NAMED)      /* 责任单位：X, a row of a table */
EVIDENCE(limit, LIMIT)         /* 6月底前 */
EVIDENCE(within, LIMIT)        /* 7日内 */
EVIDENCE(dated, DONE)          /* 10月中旬，… */
EVIDENCE(made, DONE)           /* 打造了24个 */
EVIDENCE(number, MEASURED)
EVIDENCE(numbers, MEASURED)    /* three or more */
EVIDENCE(address, W("an address")) /* 同志们，… */
EVIDENCE(we, PLACE)            /* 我们, 我区 at its head */
EVIDENCE(meeting, MEETING)     /* 会议…, 会上 at its head */
EVIDENCE(heard, MEETING)       /* 听取了, 审议通过, 传达学习 */
EVIDENCE(met, MEETING)         /* 召开, 采访, 参加会议 */
EVIDENCE(basis, W("the basis of the document")) /* 现将…, 制定本方案 */
EVIDENCE(colon, W("it only leads to what follows"))
EVIDENCE(unstopped, PLACE)     /* ends without a stop */
EVIDENCE(item, PLACE)
EVIDENCE(opens_line, PLACE)
EVIDENCE(short_line, PLACE)
EVIDENCE(early, PLACE)         /* among the first sentences */
EVIDENCE(after_c, PLACE)
EVIDENCE(after_a, PLACE)
EVIDENCE(after_p, PLACE)
EVIDENCE(after_o, PLACE)
EVIDENCE(plan, PLACE)          /* the document is one */
EVIDENCE(report, PLACE)
EVIDENCE(talk, PLACE)
EVIDENCE(speech, PLACE)
#undef PROMISE
#undef DONE
#undef PRAISE
#undef VERB
#undef NAMED
#undef LIMIT
#undef MEASURED
#undef MEETING
#undef PLACE
