// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import java.util.List;

/** Answers of one implementation. */
public sealed interface Answers {
    /**
     * Ids that it gave.
     *
     * @param questions that it was asked
     * @param ids one for each question, in their order, as the implementation wrote it
     */
    record Given(List<Question> questions, List<String> ids) implements Answers {
        public Given {
            questions = List.copyOf(questions);
            ids = List.copyOf(ids);
            if (ids.size() != questions.size()) {
                throw new IllegalArgumentException("ids: one for each question");
            }
        }
    }

    /**
     * It computes in another namespace, so that no id can be the same.
     *
     * @param namespace its own, as it wrote it
     * @param expected the corpus's
     */
    record OtherNamespace(String namespace, String expected) implements Answers {}

    /** It could not be asked. */
    record None(String reason) implements Answers {}
}
