// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameWordsTest {
    @ParameterizedTest
    @CsvSource({
        "upload_files,upload file",
        "uploadFile_IDs,upload file id",
        "Chunker; name,chunker name",
        "processing_status,processing status",
        "entries,entry",
        "knowledge-bases,knowledge base",
        "file_sha256,file sha256",
        "___,''",
        "Größe,größe"
    })
    void words_areSingularAndLowerCase(String identifier, String words) {
        assertThat(String.join(" ", NameWords.of(identifier))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"upload_file_id,upload_files,true", "file_id,files,true", "id,documents,false", "page_count,users,false"
    })
    void reference_isNamedAfterATable(String reference, String table, boolean named) {
        List<String> words = NameWords.of(reference);
        assertThat(NameWords.nameTheSame(words, NameWords.of(table))).isEqualTo(named);
    }
}
