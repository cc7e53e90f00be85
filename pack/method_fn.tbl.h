/* SPDX-License-Identifier: Apache-2.0 */
/* SCORE_FN(enum, word in packs, parameters it needs, further parameters it takes). `cap` and `floor`
 * may stand with each. */
SCORE_FN(SCORE_RATIO, "ratio", P_BASE, 0)                      /* x / base */
SCORE_FN(SCORE_BEST, "best", 0, P_SCOPE)                       /* x / the best */
SCORE_FN(SCORE_MINMAX, "minmax", 0, P_LOW | P_HIGH | P_SCOPE)  /* low at the worst, high at the best, linear; 0, 100 */
SCORE_FN(SCORE_INVERSE, "inverse", 0, P_BASE)                  /* (2 - x / mean) / 2, from 0 to 1 */
SCORE_FN(SCORE_TARGET, "target", P_BASE, P_LOW)                /* reached: all; else low, 0 */
SCORE_FN(SCORE_RANK_LINEAR, "rank_linear", P_LOW, P_HIGH | P_SCOPE) /* high for the first, low for the last */
SCORE_FN(SCORE_RANK_STEP, "rank_step", P_STEP, P_SCOPE)        /* step less with each rank, not below 0 */
SCORE_FN(SCORE_TIERS, "tiers", P_TIERS, 0)                     /* what the first tier gives that is reached */
SCORE_FN(SCORE_EFFICACY, "efficacy", P_TIERS, P_OPEN)          /* 功效系数法: linear between tiers, 0 below the last */
SCORE_FN(SCORE_SLOPE, "slope", P_BASE | P_SLOPE, P_START) /* start per cent at the base, slope points by unit */
SCORE_FN(SCORE_EXCESS, "excess", P_BASE | P_BELOW | P_ABOVE, P_START | P_KNEE | P_BEYOND | P_MOST) /* other slopes below and above the base */
SCORE_FN(SCORE_PRO_RATA, "pro_rata", P_BASE, 0)                /* done / plan, at most all */
SCORE_FN(SCORE_POINTS, "points", 0, 0)                         /* x is the score, per cent of the weight */
SCORE_FN(SCORE_COUNT, "count", P_EACH, 0)                      /* each point by one, at most the weight */
