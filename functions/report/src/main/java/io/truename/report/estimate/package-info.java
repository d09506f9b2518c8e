// SPDX-License-Identifier: Apache-2.0
/** Duplicates of documents that are only listed. Read {@link io.truename.report.estimate.DocumentList} first. */
@NullMarked
package io.truename.report.estimate;

import org.jspecify.annotations.NullMarked;
