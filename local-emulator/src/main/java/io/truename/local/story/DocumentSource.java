// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.Chunker;
import java.util.OptionalLong;

/** Source of the story's documents. */
public sealed interface DocumentSource permits FileDocuments, SyntheticDocuments {
    /** Begins at the first document. A source can be opened any number of times. */
    DocumentStream open();

    /** How documents are cut into chunks. */
    Chunker chunker();

    /** How many documents there are, where that is known without looking at them. */
    OptionalLong total();

    /** What is being read, for a person; never a file's name. */
    String description();
}
