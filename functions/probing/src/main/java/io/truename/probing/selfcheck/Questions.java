// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.NameHash;
import io.truename.identity.NameTemplates;
import io.truename.identity.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Questions of a self-check: published ones, so that all implementations cannot be wrong together, and drawn ones, so that none can know
 * them.
 */
public final class Questions {
    /** Maximum seed: every JSON reader holds it exactly. */
    public static final int MOST_SEED = Integer.MAX_VALUE;

    /** Documents, and as many chunks, that are drawn. */
    static final int DRAWN = 16;

    private static final int MOST_USER_ID = 256;
    private static final int MOST_WORD = 64;
    private static final int HASH_DIGITS = 64;
    private static final String HEX = "0123456789abcdefABCDEF";

    private static final String SHA = "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447";
    private static final String USER = "a5bb9bd1-3a0e-4b8c-9c53-0f62bbf0a3f1";
    private static final Namespace V5 = Namespace.DEFAULT;
    private static final Namespace V8 = new Namespace(V5.id(), NameHash.SHA_256);
    private static final List<Question> PUBLISHED = List.of(
            document(V5, USER, "b65d343f-794b-5017-9e2b-591ccf6d3b08"),
            document(V5, "user123", "bf33f793-7447-5c56-a7da-9ffa2f8aa79d"),
            chunk(V5, 0, "0e43e111-00f4-5877-9c66-147ba87ef38f"),
            chunk(V5, Integer.MAX_VALUE, "9afd15a6-92ab-501c-a654-be1342d503cb"),
            document(V8, USER, "5f8db553-08a5-8330-b88a-ffef68e1e6c9"),
            document(V8, "user123", "bf9f9d45-3b95-804f-af91-8eea83e3e0d9"),
            chunk(V8, 0, "dddf7ede-9e72-8113-918f-17836bac668d"),
            chunk(V8, Integer.MAX_VALUE, "766749b5-d6bf-86f3-90ab-c77a3f9e1668"));

    private Questions() {}

    /** The published questions with the corpus's hash, then those that the seed draws in the corpus's namespace. */
    public static List<Question> of(Namespace corpus, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Question> questions = new ArrayList<>();
        PUBLISHED.stream()
                .filter(question -> question.namespace().hash() == corpus.hash())
                .forEach(questions::add);
        for (int i = 0; i < DRAWN; i++) {
            questions.add(new Question.OfDocument(
                    corpus,
                    new DocumentName(user(corpus.names(), random), text(random, HEX, HASH_DIGITS)),
                    Optional.empty()));
            questions.add(new Question.OfChunk(
                    corpus,
                    new ChunkName(
                            new DocumentId(random.nextLong(), random.nextLong()),
                            text(random, corpus.names().characters("chunker"), 1 + random.nextInt(MOST_WORD)),
                            text(random, corpus.names().characters("chunkerVersion"), 1 + random.nextInt(MOST_WORD)),
                            random.nextInt() & Integer.MAX_VALUE),
                    Optional.empty()));
        }
        return List.copyOf(questions);
    }

    static List<Question> published() {
        return PUBLISHED;
    }

    private static Question document(Namespace namespace, String user, String id) {
        return new Question.OfDocument(namespace, new DocumentName(user, SHA), Optional.of(id));
    }

    private static Question chunk(Namespace namespace, int ordinal, String id) {
        DocumentId document = DocumentId.parse("b65d343f-794b-5017-9e2b-591ccf6d3b08");
        return new Question.OfChunk(
                namespace, new ChunkName(document, "markdown-simple", "1", ordinal), Optional.of(id));
    }

    /** Either a UUID, which the recipe lowers, or any legal text. */
    private static String user(NameTemplates names, SplittableRandom random) {
        if (!names.alphabets().containsKey("user") && random.nextInt(4) == 0) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            return random.nextBoolean() ? id : id.toUpperCase(java.util.Locale.ROOT);
        }
        return text(random, names.characters("user"), 1 + random.nextInt(MOST_USER_ID));
    }

    private static String text(SplittableRandom random, String letters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
