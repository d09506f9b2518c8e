// SPDX-License-Identifier: Apache-2.0
/** Ledger of exports of documents, counted by an Apache Beam pipeline. Read {@link io.truename.ledgerbeam.LedgerPipeline} first. */
@NullMarked
package io.truename.ledgerbeam;

import org.jspecify.annotations.NullMarked;
