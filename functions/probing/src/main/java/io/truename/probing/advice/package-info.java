// SPDX-License-Identifier: Apache-2.0
/**
 * Advice on a database: the state that its statistics and its catalog show, the statement that helps, its effect and its cost. Nothing is
 * applied. Read {@link io.truename.probing.advice.AdviceRule} first, then {@link io.truename.probing.advice.AdviceRules}.
 */
@NullMarked
package io.truename.probing.advice;

import org.jspecify.annotations.NullMarked;
