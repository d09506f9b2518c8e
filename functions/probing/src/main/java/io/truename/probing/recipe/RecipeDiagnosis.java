// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Diagnosis of the wrong ids of one table, in a pass. Recipes that explained an id are tried first on all later ones, which
 * costs one hash each. A search for others is bounded on each page, because a page may hold nothing but wrong ids. An id past
 * the bound is unexplained, as one that was searched in vain. Not thread-safe.
 */
public final class RecipeDiagnosis {
    /** Maximum number of recipes that are tried first. */
    public static final int MOST_KNOWN = 16;

    /** Vain searches on a page for ids that look computed. */
    public static final int SEARCHES_OF_A_PAGE = 5;

    /** Vain searches on a page for ids that look drawn; these try single deviations only. */
    public static final int SEARCHES_OF_DRAWN = 20;

    /** Vain searches in a pass that try three deviations. */
    public static final int SEARCHES_WITH_THREE = 20;

    private final RecipeSearch search;
    private final Set<WrongRecipe> known;
    private int searches;
    private int drawnSearches;
    private int searchesWithThree;

    /**
     * Begins a pass or goes on with it.
     *
     * @param known details of the causes that are known from earlier passes, or from before in this one
     */
    public RecipeDiagnosis(RecipeSearch search, List<String> known) {
        this.search = search;
        this.known = new LinkedHashSet<>();
        known.stream().limit(MOST_KNOWN).map(WrongRecipe::parse).forEach(this.known::add);
    }

    /** Begins a page. */
    public void beginPage() {
        searches = 0;
        drawnSearches = 0;
    }

    /** Details of the recipes that are tried first. */
    public List<String> known() {
        return known.stream().map(WrongRecipe::detail).toList();
    }

    /** Diagnoses the id of a document, which must not be true. */
    public Diagnosis document(UUID id, Supplier<Inputs> inputs) {
        return diagnose(id, inputs, List.of());
    }

    /**
     * Diagnoses the id of a chunk, which must not be true.
     *
     * @param parents documents from whose id it may have been computed
     */
    public Diagnosis chunk(UUID id, Supplier<Inputs> inputs, Iterable<UUID> parents) {
        return diagnose(id, inputs, parents);
    }

    /** Decides between recipes that all explain an id: a known one, or else the first. */
    public Diagnosis.Explained decide(Diagnosis.Ambiguous ambiguous) {
        WrongRecipe chosen = ambiguous.recipes().stream()
                .filter(known::contains)
                .findFirst()
                .orElse(ambiguous.recipes().get(0));
        remember(chosen);
        return new Diagnosis.Explained(chosen);
    }

    private Diagnosis diagnose(UUID id, Supplier<Inputs> given, Iterable<UUID> parents) {
        boolean drawn = IdVersion.isDrawn(id);
        boolean exhausted = drawn ? drawnSearches >= SEARCHES_OF_DRAWN : searches >= SEARCHES_OF_A_PAGE;
        if (exhausted && known.isEmpty()) {
            return unexplained(id, drawn);
        }
        Inputs inputs = given.get();
        for (WrongRecipe recipe : known) {
            if (search.explains(recipe, id, inputs)) {
                return new Diagnosis.Explained(recipe);
            }
        }
        if (exhausted) {
            return unexplained(id, drawn);
        }
        List<WrongRecipe> found = new ArrayList<>(search.withOne(id, inputs));
        if (found.isEmpty() && !drawn) {
            Optional<UUID> parent =
                    parents.iterator().hasNext() ? search.parent(id, inputs, parents) : Optional.empty();
            if (parent.isPresent()) {
                return new Diagnosis.OfAnotherParent(parent.get());
            }
            found.addAll(search.withTwo(id, inputs));
            if (found.isEmpty() && searchesWithThree < SEARCHES_WITH_THREE) {
                found.addAll(search.withThree(id, inputs));
                searchesWithThree += found.isEmpty() ? 1 : 0;
            }
        }
        if (found.size() == 1) {
            remember(found.get(0));
            return new Diagnosis.Explained(found.get(0));
        }
        if (found.isEmpty() || known.size() >= MOST_KNOWN) {
            if (drawn) {
                drawnSearches++;
            } else {
                searches++;
            }
        }
        return found.isEmpty() ? unexplained(id, drawn) : new Diagnosis.Ambiguous(found);
    }

    private void remember(WrongRecipe recipe) {
        if (known.size() < MOST_KNOWN) {
            known.add(recipe);
        }
    }

    private static Diagnosis unexplained(UUID id, boolean drawn) {
        return drawn ? new Diagnosis.Drawn(IdVersion.code(id)) : new Diagnosis.Unexplained(IdVersion.code(id));
    }
}
