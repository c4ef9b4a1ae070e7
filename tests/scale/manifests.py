"""What no schema says: that the manifests agree with each other."""

import re
from pathlib import Path

import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def load(name: str) -> dict:
    return yaml.safe_load((DEPLOY / name).read_text("utf-8"))


def seconds(text: str) -> int:
    return int(re.fullmatch(r"(\d+)s", text).group(1))


files = {path.name for path in (DEPLOY / "kubernetes").glob("*.yaml")}
resources = set(load("kubernetes/kustomization.yaml")["resources"])
assert resources | {"kustomization.yaml", "job.yaml", "servicemonitor.yaml"} == files, files ^ resources

pod = load("kubernetes/deployment.yaml")["spec"]["template"]
labels, spec = pod["metadata"]["labels"], pod["spec"]
selectors = [
    load("kubernetes/deployment.yaml")["spec"]["selector"]["matchLabels"],
    load("kubernetes/service.yaml")["spec"]["selector"],
    load("kubernetes/pdb.yaml")["spec"]["selector"]["matchLabels"],
    load("kubernetes/networkpolicy.yaml")["spec"]["podSelector"]["matchLabels"],
    spec["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
]
assert all(selector.items() <= labels.items() for selector in selectors), selectors

container = spec["containers"][0]
environment = {entry["name"]: entry.get("value") for entry in container["env"]}
drain = seconds(environment["COPYDESK_DRAIN_DELAY"]) + seconds(environment["COPYDESK_SHUTDOWN_TIMEOUT"])
pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
assert spec["terminationGracePeriodSeconds"] > pause + drain, "the grace period ends before the drain"

job = load("kubernetes/job.yaml")["spec"]
shard = next(a for a in job["template"]["spec"]["containers"][0]["args"] if a.startswith("--shard="))
assert shard == f"--shard=$(SHARD_INDEX)/{job['completions']}", shard
archive = job["template"]["metadata"]["labels"].items()
assert not selectors[1].items() <= archive, "the Service would send requests to the Job's pods"

services = load("compose/compose.yaml")["services"]
upstreams = set(re.findall(r"^\s+server (\S+):8080", (DEPLOY / "compose/nginx.conf").read_text("utf-8"), re.M))
assert upstreams == {name for name in services if name.startswith("copydesk")}, upstreams

print("manifests agree")
