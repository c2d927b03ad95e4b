"""Verifies deliveries as receivers do. First argument: `sample`, the API document's code as it stands there, or the name of a
package of Standard Webhooks. On standard input: deliveries with the secrets of their receivers."""

import base64
import importlib
import json
import pathlib
import sys

SAMPLE = (pathlib.Path(__file__).parent / "sample.py").read_text()


def by_sample(secret, headers, body, signature):
    names = {"wid": headers["webhook-id"], "ts": headers["webhook-timestamp"], "raw_body": body, "secret": secret}
    exec(SAMPLE, names | {"sig_header": headers[signature]})


def by_package(name):
    webhook = importlib.import_module(name).Webhook
    return lambda secret, headers, body, _: webhook(secret).verify(body, headers)


def holds(verify, *arguments):
    """Whether the delivery is genuine. Only what the sample and the packages raise on purpose says that it is not."""
    try:
        verify(*arguments)
    except Exception as error:
        if type(error).__name__ not in ("AssertionError", "WebhookVerificationError"):
            raise
        return False
    return True


def main(how):
    verify = by_sample if how == "sample" else by_package(how)
    deliveries = json.load(sys.stdin)
    for delivery in deliveries:
        body = base64.b64decode(delivery["body"])
        for secret, signature in delivery["secrets"]:
            arguments = delivery["headers"], body, signature
            assert holds(verify, secret, *arguments), f"{how} refuses {delivery}"
            assert not holds(verify, secret, delivery["headers"], body + b" ", signature), f"{how} takes another body"
            for name in ("webhook-id", "webhook-timestamp"):
                forged = delivery["headers"] | {name: delivery["headers"][name] + "x"}
                assert not holds(verify, secret, forged, body, signature), f"{how} takes another {name}"
        for secret, signature in delivery["strangers"]:
            assert not holds(verify, secret, delivery["headers"], body, signature), f"{how} takes a stranger's secret"
    print(len(deliveries), "verified")


main(sys.argv[1])
