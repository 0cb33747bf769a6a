/**
 * Turns what a request carries into a principal, or says why not: tokens that somebody else has signed, and tickets and
 * sessions that we sign for those who cannot send a header.
 *
 * <p>Start at {@link io.carillon.runtime.auth.Authenticator}, which services ask about each request. What a principal may do
 * is the business of {@code core.access}. Signatures are nimbus-jose-jwt's; only this package knows it.
 */
@NullMarked
package io.carillon.runtime.auth;

import org.jspecify.annotations.NullMarked;
