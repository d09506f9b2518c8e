// SPDX-License-Identifier: Apache-2.0
/** The ledger of corpora of any size, timed. Read {@link io.truename.workbench.ledger.LedgerBenchmark} first. */
@NullMarked
package io.truename.workbench.ledger;

import org.jspecify.annotations.NullMarked;
