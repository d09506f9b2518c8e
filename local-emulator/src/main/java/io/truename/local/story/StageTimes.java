// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.time.Instant;

/**
 * Times at which the stages were done with a batch of documents, as the story measured them.
 *
 * @param uploaded the files were read
 * @param parsed the documents had ids
 * @param chunked the chunks had ids
 * @param embedded the rows were stored
 */
record StageTimes(Instant uploaded, Instant parsed, Instant chunked, Instant embedded) {}
