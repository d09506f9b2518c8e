// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of a corpus whose rows pass by once, and the proof that a sample gives. Read {@link
 * io.truename.probing.scan.CorpusChecks} first, then {@link io.truename.probing.scan.SampleBound}.
 */
@NullMarked
package io.truename.probing.scan;

import org.jspecify.annotations.NullMarked;
