package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.Set;

/**
 * What starts containers here.
 *
 * @param podman Podman
 * @param docker Docker
 * @param nerdctl where the program is
 * @param kubernetes where k3s, kubelet or microk8s is
 * @param nvidiaToolkit where nvidia-ctk is
 */
public record Engines(
    Reading<Podman> podman,
    Reading<Docker> docker,
    Reading<String> nerdctl,
    Reading<String> kubernetes,
    Reading<String> nvidiaToolkit) {

  /**
   * Podman.
   *
   * @param path the program
   * @param version as 5.4.2
   * @param rootless whether this user would run it without root
   * @param runtime crun or runc: only crun keeps groups
   * @param subordinateIds whether /etc/subuid and /etc/subgid have ranges for this user
   */
  public record Podman(
      String path,
      Reading<String> version,
      Reading<Boolean> rootless,
      Reading<String> runtime,
      Reading<Boolean> subordinateIds) {}

  /**
   * Docker.
   *
   * @param path the program
   * @param version of the daemon where it answers, else of the program
   * @param running whether its socket is there
   * @param rootless whether the daemon runs without root
   * @param desktop whether it is Docker Desktop, whose daemon lives in a virtual machine
   * @param runtimes the names it knows: runc, nvidia, amd, …
   * @param cdi whether it takes CDI devices
   * @param access whether this user may use the socket
   * @param compose whether Compose is there, as its plugin or as a program of its own
   */
  public record Docker(
      String path,
      Reading<String> version,
      Reading<Boolean> running,
      Reading<Boolean> rootless,
      Reading<Boolean> desktop,
      Reading<Set<String>> runtimes,
      Reading<Boolean> cdi,
      Reading<Boolean> access,
      Reading<Boolean> compose) {}
}
