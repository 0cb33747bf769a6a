/**
 * A certificate authority for development and tests, and the certificates that the services of a mesh show each other.
 *
 * <p>Start at {@link io.carillon.tls.CertificateFolder}, which is what {@code ./carillon certs} writes. What it makes is for
 * one machine: whoever runs Carillon for others has an authority already, and gives each service a certificate with the same
 * names.
 */
@NullMarked
package io.carillon.tls;

import org.jspecify.annotations.NullMarked;
