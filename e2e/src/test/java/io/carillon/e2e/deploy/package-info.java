/**
 * Holds what is deployed to what the code is: the compose file, the image and the gateway, as far as that can be tried without
 * a container engine. The gateway's configuration runs in a real nginx in front of real processes.
 */
@NullMarked
package io.carillon.e2e.deploy;

import org.jspecify.annotations.NullMarked;
