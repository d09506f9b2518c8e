// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.identity.Namespace;
import io.truename.probing.recipe.Deviation.Part;
import io.truename.probing.recipe.NameDraft.IdBits;
import io.truename.probing.recipe.NameDraft.StoredBits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Search for the wrong recipe that made an id: tries deviations from the right one, the fewest first, and compares all bits that
 * a hash decides. An accident is as likely as a collision of 122 bits, so that whatever is found is the cause.
 *
 * <p>With one deviation it computes at most 140 ids, with two at most 10,000. With three it tries only recipes of which one
 * deviation is the namespace or the hash: at most 140,000. Which bits carry version, variant and byte order costs no further
 * try. Equal input gives the same answer on every machine. Not thread-safe.
 */
public final class RecipeSearch {
    private final Namespace recipe;
    private final List<Deviation> deviations;
    private final Map<String, Deviation> byCode = new HashMap<>();
    private final boolean chunks;

    private RecipeSearch(Namespace recipe, List<Deviation> deviations, boolean chunks) {
        this.recipe = recipe;
        this.deviations = deviations;
        this.chunks = chunks;
        deviations.forEach(deviation -> byCode.putIfAbsent(deviation.code(), deviation));
    }

    /**
     * Search for recipes of documents.
     *
     * @param otherNamespaces that a writer may have used, besides those of RFC 9562 and Truename
     * @param extras labels of {@link Inputs#extras}, in the order in which they are tried
     */
    public static RecipeSearch ofDocuments(Namespace recipe, List<UUID> otherNamespaces, List<String> extras) {
        return new RecipeSearch(recipe, Deviations.ofDocuments(otherNamespaces, extras), false);
    }

    /** Search for recipes of chunks; see {@link #ofDocuments}. */
    public static RecipeSearch ofChunks(Namespace recipe, List<UUID> otherNamespaces, List<String> extras) {
        return new RecipeSearch(recipe, Deviations.ofChunks(otherNamespaces, extras), true);
    }

    /**
     * Recipes with one deviation that explain an id, in order. More than one if the deviations do the same to these inputs, as
     * where two swapped fields are equal. Empty if there is none, or the id is true.
     */
    public List<WrongRecipe> withOne(UUID id, Inputs inputs) {
        StoredBits stored = StoredBits.of(id);
        NameDraft draft = draft(inputs);
        Optional<IdBits> none = draft.bitsOf(stored);
        if (none.isPresent()) {
            return none.get().right() ? List.of() : List.of(wrong(List.of(), none.get()));
        }
        List<WrongRecipe> found = new ArrayList<>();
        for (Deviation deviation : deviations) {
            attempt(draft, stored, deviation).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** Recipes with two deviations that explain an id; see {@link #withOne}. */
    public List<WrongRecipe> withTwo(UUID id, Inputs inputs) {
        StoredBits stored = StoredBits.of(id);
        NameDraft draft = draft(inputs);
        List<Deviation> tried = applicable(draft);
        List<WrongRecipe> found = new ArrayList<>();
        for (int first = 0; first < tried.size(); first++) {
            for (int second = first + 1; second < tried.size(); second++) {
                attempt(draft, stored, tried.get(first), tried.get(second)).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** Recipes with three deviations, one of which is the namespace or the hash, that explain an id; see {@link #withOne}. */
    public List<WrongRecipe> withThree(UUID id, Inputs inputs) {
        StoredBits stored = StoredBits.of(id);
        NameDraft draft = draft(inputs);
        List<WrongRecipe> found = new ArrayList<>();
        List<Deviation> tried = applicable(draft);
        for (int first = 0; first < tried.size() && isGlobal(tried.get(first)); first++) {
            for (int second = first + 1; second < tried.size(); second++) {
                for (int third = second + 1; third < tried.size(); third++) {
                    attempt(draft, stored, tried.get(first), tried.get(second), tried.get(third))
                            .ifPresent(found::add);
                }
            }
        }
        return List.copyOf(found);
    }

    /** Finds the parent from whose id the right recipe computed a chunk's id. */
    public Optional<UUID> parent(UUID id, Inputs inputs, Iterable<UUID> candidates) {
        if (!chunks) {
            throw new IllegalStateException("Documents have no parent.");
        }
        StoredBits stored = StoredBits.of(id);
        NameDraft draft = draft(inputs);
        for (UUID candidate : candidates) {
            draft.reset();
            if (draft.field(0, candidate.toString())
                    && draft.bitsOf(stored).filter(IdBits::right).isPresent()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Whether a recipe explains an id. A recipe that this search does not know explains none. */
    public boolean explains(WrongRecipe known, UUID id, Inputs inputs) {
        List<Deviation> applied = new ArrayList<>();
        for (String code : known.codes()) {
            Deviation deviation = byCode.get(code);
            if (deviation != null) {
                applied.add(deviation);
            }
        }
        return attempt(draft(inputs), StoredBits.of(id), applied.toArray(Deviation[]::new))
                .filter(known::equals)
                .isPresent();
    }

    private NameDraft draft(Inputs inputs) {
        return new NameDraft(recipe, inputs.canonical(), inputs.stored(), inputs.extras());
    }

    /** Deviations that change something for these inputs: one that changes nothing alone changes nothing beside others. */
    private List<Deviation> applicable(NameDraft draft) {
        List<Deviation> applicable = new ArrayList<>();
        for (Deviation deviation : deviations) {
            draft.reset();
            if (deviation.change().test(draft)) {
                applicable.add(deviation);
            }
        }
        return applicable;
    }

    private static boolean isGlobal(Deviation deviation) {
        return deviation.part() == Part.NAMESPACE || deviation.part() == Part.HASH;
    }

    private static boolean applies(NameDraft draft, Deviation... applied) {
        for (int at = 1; at < applied.length; at++) {
            if (applied[at].part() == applied[at - 1].part()) {
                return false;
            }
        }
        draft.reset();
        for (Deviation deviation : applied) {
            if (!deviation.change().test(draft)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<WrongRecipe> attempt(NameDraft draft, StoredBits stored, Deviation... applied) {
        if (!applies(draft, applied)) {
            return Optional.empty();
        }
        Optional<IdBits> bits = draft.bitsOf(stored);
        if (bits.isEmpty()) {
            return Optional.empty();
        }
        List<String> codes = new ArrayList<>();
        for (Deviation deviation : applied) {
            codes.add(deviation.code());
        }
        return codes.isEmpty() && bits.get().right() ? Optional.empty() : Optional.of(wrong(codes, bits.get()));
    }

    private static WrongRecipe wrong(List<String> deviations, IdBits bits) {
        List<String> codes = new ArrayList<>(deviations);
        if (!bits.code().isEmpty()) {
            codes.add(bits.code());
        }
        if (bits.mixedEndian()) {
            codes.add("bytes.mixed-endian");
        }
        return new WrongRecipe(codes);
    }
}
