// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.Chunker;
import java.util.OptionalLong;

/** Source of the story's documents. */
public sealed interface DocumentSource permits FileDocuments, SyntheticDocuments {
    /** Opens a stream at the first document. May be called any number of times. */
    DocumentStream open();

    /** Returns the chunker that cuts the documents. */
    Chunker chunker();

    /** Returns the number of documents; empty if it is unknown before they are read. */
    OptionalLong total();

    /** Describes the source for the user; never contains a file's name. */
    String description();
}
